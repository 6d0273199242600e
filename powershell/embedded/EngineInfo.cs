using System.Management.Automation;
using System.Reflection;

namespace EmbeddedPowerShell;

/// <summary>What the hosted engine says about itself.</summary>
internal static class EngineInfo
{
    /// <summary>The engine's version without build metadata, for example 7.6.9.</summary>
    internal static string Version
    {
        get
        {
            Assembly engine = typeof(PSObject).Assembly;
            string? informational = engine.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
            return (informational ?? engine.GetName().Version?.ToString() ?? "unknown").Split(' ', '+')[0];
        }
    }
}
