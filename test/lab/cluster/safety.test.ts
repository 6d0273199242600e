import { LIMIT_MS, openLabBench, type LabBench } from './lab-bench';

jest.setTimeout(LIMIT_MS);

describe('the lab cannot hurt the machine it runs on', () => {
  let bench: LabBench;
  beforeAll(() => {
    bench = openLabBench('healthy');
  });
  afterAll(() => bench.close());

  test('every mutating name, plain and qualified, resolves into the lab folder', async () => {
    const lines = await bench.onNode(
      'as-n1',
      `foreach ($name in Get-LabMutatingName) { "$name|" + (Get-Command $name -CommandType All).ScriptBlock.File }`,
    );
    expect(lines.length).toBeGreaterThan(50);
    expect(lines).toContainEqual(
      expect.stringMatching(/^Microsoft\.PowerShell\.Management\\Restart-Computer\|/),
    );
    for (const line of lines) expect(line).toMatch(/\|.*[\\/]powershell[\\/]lab[\\/]modules[\\/]/);
  });

  test('no program of this machine is found by its name', async () => {
    const lines = await bench.onNode(
      'as-n1',
      `foreach ($name in 'shutdown', 'reboot', 'sh', 'cmd', 'shutdown.exe') { $null -eq (Get-Command $name -ErrorAction SilentlyContinue) }`,
    );
    expect(lines).toEqual(['True', 'True', 'True', 'True', 'True']);
  });

  test.each([
    ['a function of the same name from elsewhere', `function global:Restart-Computer { 'elsewhere' }`],
    [
      'an alias of the same name',
      `$ExecutionContext.SessionState.PSVariable.Set('x', 1); Remove-Module CimCmdlets`,
    ],
    ['auto-loading', `$global:PSModuleAutoLoadingPreference = 'All'`],
  ])('given %s, then a session is refused', async (_, change) => {
    const lines = await bench.onNode(
      'as-n1',
      `${change}; try { Assert-LabSafety; 'safe' } catch { $_.Exception.Message }`,
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/does not resolve into the lab|auto-loading is on/i);
  });
});
