using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace EmbeddedPowerShell;

/// <summary>Proves what the bot relies on, once after publishing: entry point, a line that runs, an out-of-process session.</summary>
internal static class SelfTest
{
    private const int Failed = 70;

    internal static int Run()
    {
        (string Name, Action Check)[] checks =
        [
            ("remoting entry point", () => RemotingServer.EntryPoint()),
            ("error of the calling function", WriteErrorInFunction),
            ("running a line", RunLine),
            ("out-of-process session", OpenSession),
        ];
        foreach ((string name, Action check) in checks)
        {
            try
            {
                check();
                Console.Out.WriteLine($"ok: {name}");
            }
            catch (Exception error)
            {
                Console.Error.WriteLine($"Self-test of the embedded engine failed at '{name}': {error.Message}");
                return Failed;
            }
        }

        return 0;
    }

    private static void RunLine() => Session.Use(null, _ =>
    {
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        Expect("3", shell.AddScript("1..3 | ForEach-Object { $_ } | Where-Object { $_ -gt 2 } | Write-Output").Invoke());
        return 0;
    });

    private static void WriteErrorInFunction() => Session.Use(null, _ =>
    {
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        const string script = "function Test-It { [CmdletBinding()] param() Write-Error 'x' -ErrorId 'Id' -EA Stop }; try { Test-It } catch { $_.FullyQualifiedErrorId }";
        Expect("Id,Test-It", shell.AddScript(script).Invoke());
        return 0;
    });

    private static void OpenSession()
    {
        using PowerShellProcessInstance process = new();
        using Runspace remote = RunspaceFactory.CreateOutOfProcessRunspace(null, process);
        remote.Open();
        using PowerShell shell = PowerShell.Create(remote);
        Expect("42", shell.AddScript("6 * 7").Invoke());
    }

    private static void Expect(string expected, ICollection<PSObject> found)
    {
        string text = string.Join(',', found);
        if (text != expected)
        {
            throw new InvalidOperationException($"expected {expected}, got '{text}'");
        }
    }
}
