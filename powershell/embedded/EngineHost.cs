using System.Globalization;
using System.Management.Automation.Host;

namespace EmbeddedPowerShell;

/// <summary>The host a script sees as <c>$Host</c>: prints, never asks.</summary>
internal sealed class EngineHost : PSHost
{
    public override string Name => "EmbeddedHost";

    public override Version Version { get; } = Version.Parse(EngineInfo.Version);

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI { get; } = new EngineHostUi();

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    internal int? ExitCode { get; private set; }

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new NotSupportedException("The embedded engine has no prompt.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("The embedded engine has no prompt.");

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
