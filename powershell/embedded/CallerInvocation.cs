using System.Management.Automation;
using System.Reflection;

namespace EmbeddedPowerShell;

/// <summary>Names the calling function in an error's id, as the real Write-Error does through the engine's internals.</summary>
internal static class CallerInvocation
{
    private const BindingFlags Internals = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    private static readonly MethodInfo? SetInvocation =
        typeof(ErrorRecord).GetMethod("SetInvocationInfo", Internals, [typeof(InvocationInfo)]);

    private static readonly PropertyInfo? PreserveOnce = typeof(ErrorRecord).GetProperty("PreserveInvocationInfoOnce", Internals);

    /// <exception cref="MissingMemberException">The engine's internals changed; the self-test finds it first.</exception>
    internal static void Attach(PSCmdlet command, ErrorRecord record)
    {
        MethodInfo set = SetInvocation ?? throw Changed();
        if (command.GetVariableValue("MyInvocation") is InvocationInfo caller)
        {
            set.Invoke(record, [caller]);
            Keep(record);
            record.CategoryInfo.Activity = "Write-Error";
        }
    }

    /// <summary>Lets the next command that writes the record leave its origin as it is.</summary>
    /// <exception cref="MissingMemberException">The engine's internals changed; the self-test finds it first.</exception>
    internal static void Keep(ErrorRecord record) => (PreserveOnce ?? throw Changed()).SetValue(record, true);

    private static MissingMemberException Changed() => new("The engine's ErrorRecord changed: adapt CallerInvocation.cs.");
}
