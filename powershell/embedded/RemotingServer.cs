using System.Management.Automation;
using System.Reflection;

namespace EmbeddedPowerShell;

/// <summary>
/// The engine's own remoting server over stdin and stdout. Its entry point is internal to the engine, so it is called by
/// reflection and looked for by its exact parameters: a changed engine is refused in words instead of failing in use.
/// </summary>
internal static class RemotingServer
{
    private const string TypeName = "System.Management.Automation.Remoting.Server.StdIOProcessMediator";
    private const string Changed =
        "The engine's internals changed: {0}. Go back to the engine version in packages.lock.json, or adapt RemotingServer.cs.";

    private static readonly string[] Parameters =
        ["initialCommand", "workingDirectory", "configurationName", "configurationFile", "combineErrOutStream"];

    /// <summary>
    /// Serves one client until it goes away, in a session in which the initial command, if any, has run. Nothing else in this process may
    /// write to stdout or stderr.
    /// </summary>
    internal static int Run(string initialCommand, string? workingDirectory, bool combineErrorAndOutput)
    {
        EntryPoint().Invoke(null, [initialCommand, workingDirectory, null, null, combineErrorAndOutput]);
        return 0;
    }

    /// <exception cref="MissingMethodException">The engine has no such entry point any more.</exception>
    internal static MethodInfo EntryPoint()
    {
        Type mediator = typeof(PSObject).Assembly.GetType(TypeName)
            ?? throw new MissingMethodException(string.Format(null, Changed, $"it has no type {TypeName}"));
        MethodInfo run = mediator.GetMethod("Run", BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
            ?? throw new MissingMethodException(string.Format(null, Changed, $"{TypeName} has no single static method Run"));
        string[] found = run.GetParameters().Select(parameter => parameter.Name ?? string.Empty).ToArray();
        return found.SequenceEqual(Parameters)
            ? run
            : throw new MissingMethodException(string.Format(null, Changed, $"Run now takes ({string.Join(", ", found)})"));
    }
}
