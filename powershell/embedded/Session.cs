using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

namespace EmbeddedPowerShell;

/// <summary>One runspace with the engine's own commands plus the stand-in, and the ways to run something in it.</summary>
internal sealed class Session : IDisposable
{
    private readonly EngineHost host = new();
    private readonly Runspace runspace;

    private Session()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = ExecutionPolicy.RemoteSigned;
        }

        state.ImportPSModule([Path.Combine(AppContext.BaseDirectory, "Modules", "StandIn", "StandIn.psd1")]);
        runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.Open();
        Runspace.DefaultRunspace = runspace;
    }

    /// <summary>Null until a script called <c>exit</c>.</summary>
    internal int? ExitCode => host.ExitCode;

    internal static int Use(string? workingDirectory, Func<Session, int> work)
    {
        if (workingDirectory is not null)
        {
            Environment.CurrentDirectory = workingDirectory;
        }

        using Session session = new();
        return work(session);
    }

    /// <summary>Runs script text as a full pwsh does for one input line; returns the exit code so far.</summary>
    internal int RunText(string text) => Run(shell => shell.AddScript(text, useLocalScope: false));

    /// <summary>Runs a script file with arguments as they stand on a command line: <c>-Name value</c>, <c>-Switch</c>, plain.</summary>
    internal int RunFile(string path, IReadOnlyList<string> arguments)
    {
        string full = Path.GetFullPath(path);
        if (!File.Exists(full))
        {
            Console.Error.WriteLine($"The script '{path}' does not exist.");
            return Program.UsageError;
        }

        int code = Run(shell =>
        {
            shell.AddCommand(full, useLocalScope: false);
            foreach (string argument in arguments)
            {
                AddArgument(shell, argument);
            }
        });
        // `exit` in a script file ends the file, not the host, and leaves its code here.
        object? last = runspace.SessionStateProxy.GetVariable("LASTEXITCODE");
        return code == 0 && last is int chosen ? chosen : code;
    }

    public void Dispose() => runspace.Dispose();

    private static void AddArgument(PowerShell shell, string argument)
    {
        bool isName = argument.Length > 1 && argument[0] == '-' && (char.IsLetter(argument[1]) || argument[1] == '_');
        if (!isName)
        {
            shell.AddArgument(argument);
            return;
        }

        // A name that keeps its dash is bound like one that was typed: the next plain argument becomes its value.
        int colon = argument.IndexOf(':');
        if (colon < 0)
        {
            shell.Commands.Commands[0].Parameters.Add(new CommandParameter(argument));
            return;
        }

        string value = argument[(colon + 1)..];
        shell.AddParameter(argument[1..colon], value.ToLowerInvariant() switch { "$true" => true, "$false" => false, _ => value });
    }

    private int Run(Action<PowerShell> fill)
    {
        using PowerShell shell = PowerShell.Create(runspace);
        try
        {
            fill(shell);
            shell.AddCommand("Out-Default");
            shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
            shell.Invoke();
            return host.ExitCode ?? 0;
        }
        catch (RuntimeException error)
        {
            Report(error.ErrorRecord);
            return host.ExitCode ?? 1;
        }
    }

    /// <summary>Prints what ended a line as pwsh does: through the error stream and the formatter.</summary>
    private void Report(ErrorRecord record)
    {
        CallerInvocation.Keep(record);
        using PowerShell shell = PowerShell.Create(runspace);
        shell.AddScript("[CmdletBinding()] param($Record) $PSCmdlet.WriteError($Record)", useLocalScope: true);
        shell.AddArgument(record).AddParameter("ErrorAction", ActionPreference.Continue);
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("Out-Default");
        shell.Invoke();
    }
}
