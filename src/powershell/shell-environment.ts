/** Variables of the bot's own environment that a PowerShell process may see. Anything else, above all secrets, stays here. */
const PASSED_ON = [
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'DOTNET_ROOT', 'SSH_AUTH_SOCK'],
  ...['SystemRoot', 'SystemDrive', 'windir', 'ComSpec', 'PATHEXT', 'TEMP', 'TMP', 'OS', 'COMPUTERNAME'],
  ...['USERNAME', 'USERDOMAIN', 'USERDNSDOMAIN', 'USERPROFILE', 'HOMEDRIVE', 'HOMEPATH', 'LOGONSERVER'],
  ...[
    'APPDATA',
    'LOCALAPPDATA',
    'ProgramData',
    'ProgramFiles',
    'NUMBER_OF_PROCESSORS',
    'PROCESSOR_ARCHITECTURE',
  ],
].map((name) => name.toUpperCase());

/**
 * For every PowerShell process: plain text, no traffic of its own, and no diagnostic sockets, which a killed process leaves behind. NO_COLOR alone
 * leaves colours in the errors of 7.4, which asks whether the terminal knows them.
 */
export const QUIET_SHELL = {
  NO_COLOR: '1',
  TERM: 'dumb',
  POWERSHELL_TELEMETRY_OPTOUT: '1',
  POWERSHELL_UPDATECHECK: 'Off',
  POWERSHELL_DIAGNOSTICS_OPTOUT: '1',
  DOTNET_EnableDiagnostics: '0',
} as const;

/**
 * Environment for a PowerShell process: the allowed part of `own`, then `extra` (a lab's state folder, the engine's
 * DOTNET_ROOT), which is passed whole.
 */
export function shellEnvironment(
  own: NodeJS.ProcessEnv,
  extra: Readonly<Record<string, string>>,
): Record<string, string> {
  const allowed = Object.entries(own).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && PASSED_ON.includes(entry[0].toUpperCase()),
  );
  return { ...Object.fromEntries(allowed), ...QUIET_SHELL, ...extra };
}
