using System.Management.Automation;
using System.Text;

namespace EmbeddedPowerShell;

/// <summary>
/// Hosts the real PowerShell engine under the command lines the bot uses on a full pwsh as well:
/// a line reader on stdin, a script file, a remoting server over stdio.
/// </summary>
internal static class Program
{
    internal const int UsageError = 64;

    private static int Main(string[] args)
    {
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        // The engine would open a socket for debuggers in the temporary folder, and leave it there when it is killed.
        Environment.SetEnvironmentVariable("POWERSHELL_DIAGNOSTICS_OPTOUT", "1");
        // Nothing may reach a remoting client or the bot in a console code page or with a byte order mark.
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        PSStyle.Instance.OutputRendering = OutputRendering.PlainText;

        if (!CommandLine.TryParse(args, out CommandLine? line, out string problem))
        {
            Console.Error.WriteLine(problem);
            return UsageError;
        }

        return line.Mode switch
        {
            RunMode.Version => PrintVersion(),
            RunMode.SelfTest => SelfTest.Run(),
            RunMode.Server => RemotingServer.Run(line.Text, line.WorkingDirectory, combineErrorAndOutput: false),
            RunMode.SshServer => RemotingServer.Run(line.Text, line.WorkingDirectory, combineErrorAndOutput: true),
            RunMode.ReadLines => Session.Use(line.WorkingDirectory, session => LineReader.Run(session, Console.OpenStandardInput())),
            RunMode.Command => Session.Use(line.WorkingDirectory, session => session.RunText(line.Text)),
            RunMode.File => Session.Use(line.WorkingDirectory, session => session.RunFile(line.Text, line.Arguments)),
            _ => throw new InvalidOperationException($"No such mode: {line.Mode}."),
        };
    }

    private static int PrintVersion()
    {
        // The words after the version tell discovery that this is not a full pwsh.
        Console.Out.WriteLine($"PowerShell {EngineInfo.Version} (embedded engine)");
        return 0;
    }
}
