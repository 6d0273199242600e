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
        if (SetInvocation is null || PreserveOnce is null)
        {
            throw new MissingMemberException("The engine's ErrorRecord changed: adapt CallerInvocation.cs.");
        }

        if (command.GetVariableValue("MyInvocation") is InvocationInfo caller)
        {
            SetInvocation.Invoke(record, [caller]);
            PreserveOnce.SetValue(record, true);
            record.CategoryInfo.Activity = "Write-Error";
        }
    }
}
