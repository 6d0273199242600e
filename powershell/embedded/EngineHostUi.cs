using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Internal;
using System.Security;

namespace EmbeddedPowerShell;

/// <summary>Writes plain text: errors to stderr, everything else to stdout, as a redirected pwsh does. Any question is refused.</summary>
internal sealed class EngineHostUi : PSHostUserInterface
{
    public override PSHostRawUserInterface RawUI { get; } = new EngineHostRawUi();

    public override bool SupportsVirtualTerminal => false;

    public override void Write(string value) => Console.Out.Write(Plain(value));

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Console.Out.Write(Plain(value));

    public override void WriteLine(string value) => Console.Out.WriteLine(Plain(value));

    public override void WriteErrorLine(string value) => Console.Error.WriteLine(Plain(value));

    public override void WriteWarningLine(string message) => Console.Out.WriteLine(Plain($"WARNING: {message}"));

    public override void WriteVerboseLine(string message) => Console.Out.WriteLine(Plain($"VERBOSE: {message}"));

    public override void WriteDebugLine(string message) => Console.Out.WriteLine(Plain($"DEBUG: {message}"));

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
    }

    public override string ReadLine() => throw Refusal();

    public override SecureString ReadLineAsSecureString() => throw Refusal();

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) => throw Refusal();

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) => throw Refusal();

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw Refusal();

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) => throw Refusal();

    // The formatter decorates tables and errors whatever the host says; a full pwsh strips it here as well.
    private static string Plain(string text) => new StringDecorated(text).ToString(OutputRendering.PlainText);

    private static InvalidOperationException Refusal() =>
        new("The embedded engine is not interactive: pass every value as a parameter.");
}
