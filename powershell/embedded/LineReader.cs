using System.Management.Automation.Language;
using System.Text;

namespace EmbeddedPowerShell;

/// <summary>
/// Reads stdin line by line and runs each line as soon as it is a complete statement, as pwsh does for
/// <c>-NoExit -Command -</c>. An unfinished block goes on to the next lines; a blank line ends it.
/// </summary>
internal static class LineReader
{
    internal static int Run(Session session, Stream input)
    {
        using StreamReader reader = new(input, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        StringBuilder block = new();
        int exitCode = 0;
        while (reader.ReadLine() is { } line)
        {
            if (block.Length == 0 && string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            block.AppendLine(line);
            string text = block.ToString();
            if (!string.IsNullOrWhiteSpace(line) && IsUnfinished(text))
            {
                continue;
            }

            block.Clear();
            exitCode = session.RunText(text);
            if (session.ExitCode is { } chosen)
            {
                return chosen;
            }
        }

        return exitCode;
    }

    private static bool IsUnfinished(string text)
    {
        Parser.ParseInput(text, out _, out ParseError[] errors);
        return errors.Any(error => error.IncompleteInput);
    }
}
