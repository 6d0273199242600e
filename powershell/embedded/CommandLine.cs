using System.Diagnostics.CodeAnalysis;

namespace EmbeddedPowerShell;

internal enum RunMode
{
    ReadLines,
    Command,
    File,
    Server,
    SshServer,
    SelfTest,
    Version,
}

/// <summary>The part of pwsh's command line that the bot, its lab and sshd use. Anything else is refused, not guessed.</summary>
internal sealed record CommandLine(RunMode Mode, string Text, IReadOnlyList<string> Arguments, string? WorkingDirectory)
{
    internal static bool TryParse(string[] args, [NotNullWhen(true)] out CommandLine? line, out string problem)
    {
        string? workingDirectory = null;
        RunMode mode = RunMode.ReadLines;
        for (int at = 0; at < args.Length; at++)
        {
            string name = args[at].TrimStart('-').ToLowerInvariant();
            bool hasValue = at + 1 < args.Length;
            switch (name)
            {
                case "nologo" or "noprofile" or "noninteractive" or "noexit" or "nol" or "nop" or "noni":
                    break;
                case "workingdirectory" or "wd" or "executionpolicy" or "ep" or "ex" or "outputformat" or "inputformat" when hasValue:
                    at++;
                    workingDirectory = name is "workingdirectory" or "wd" ? args[at] : workingDirectory;
                    break;
                case "s" or "servermode":
                    mode = RunMode.Server;
                    break;
                case "sshs" or "sshservermode":
                    mode = RunMode.SshServer;
                    break;
                case "self-test":
                    mode = RunMode.SelfTest;
                    break;
                case "version" or "v":
                    mode = RunMode.Version;
                    break;
                case "command" or "c" when hasValue:
                    string text = string.Join(' ', args[(at + 1)..]);
                    // A server runs it in each session before the client has it, as a full pwsh does.
                    line = mode is RunMode.Server or RunMode.SshServer ? new CommandLine(mode, text, [], workingDirectory)
                        : text == "-" ? new CommandLine(RunMode.ReadLines, string.Empty, [], workingDirectory)
                        : new CommandLine(RunMode.Command, text, [], workingDirectory);
                    problem = string.Empty;
                    return true;
                case "file" or "f" when hasValue:
                    line = new CommandLine(RunMode.File, args[at + 1], args[(at + 2)..], workingDirectory);
                    problem = string.Empty;
                    return true;
                default:
                    line = null;
                    problem = $"The embedded engine does not know the argument '{args[at]}', or its value is missing. "
                        + "It takes -NoLogo -NoProfile -NonInteractive -NoExit -WorkingDirectory <folder>, and one of "
                        + "-Command <text or ->, -File <script> [arguments], -s or -sshs [-Command <text>], -Version, --self-test.";
                    return false;
            }
        }

        line = new CommandLine(mode, string.Empty, [], workingDirectory);
        problem = string.Empty;
        return true;
    }
}
