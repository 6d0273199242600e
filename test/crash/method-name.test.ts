import { MAX_NAME, restoreBackticks, sourceName, sourceTypeName } from '../../src/crash/method-name';

describe('the name of a method as the source has it', () => {
  it.each([
    ['a plain name', 'Contoso.Guard.Run', 'Contoso.Guard', 'Run'],
    ['one letter each', 'A.B', 'A', 'B'],
    ['no type', 'Main', '', 'Main'],
    ['a constructor', 'Contoso.Guard..ctor', 'Contoso.Guard', '.ctor'],
    ['a type initialiser', 'Contoso.Guard..cctor', 'Contoso.Guard', '.cctor'],
    ['a constructor of a nested type', 'Contoso.Plan+Node..ctor', 'Contoso.Plan.Node', '.ctor'],
    ['a nested type', 'Contoso.Plan+Node.Run', 'Contoso.Plan.Node', 'Run'],
    ['arity', 'Contoso.Store`2.Load', 'Contoso.Store', 'Load'],
    ['arity of two digits', 'Contoso.Store`12.Load``10', 'Contoso.Store', 'Load'],
    ['arity that lost its backtick', 'Contoso.Store 2.Load', 'Contoso.Store', 'Load'],
    [
      'generic arguments',
      'Contoso.Store`1[[System.Guid, mscorlib]].Load[[System.Int32]]',
      'Contoso.Store',
      'Load',
    ],
    ['angle brackets behind a name', 'Contoso.Store<System.Guid>.Load<T>', 'Contoso.Store', 'Load'],
    ['angle brackets in angle brackets', 'Contoso.Store<A<B>,C>.Load', 'Contoso.Store', 'Load'],
    ['an async body', 'Contoso.Pump.<RunAsync>d__7.MoveNext', 'Contoso.Pump', 'RunAsync'],
    ['an async body of a nested form', 'Contoso.Pump+<RunAsync>d__7.MoveNext', 'Contoso.Pump', 'RunAsync'],
    ['an async body with arity', 'Contoso.Pump.<RunAsync>d__7`1.MoveNext', 'Contoso.Pump', 'RunAsync'],
    ['an async body without a number', 'Contoso.Pump.<RunAsync>d.MoveNext', 'Contoso.Pump', 'RunAsync'],
    [
      'another method of an async body',
      'Contoso.Pump.<RunAsync>d__7.Dispose',
      'Contoso.Pump.<RunAsync>d__7',
      'Dispose',
    ],
    ['a lambda', 'Contoso.Pump.<>c.<Run>b__3_0', 'Contoso.Pump', 'Run'],
    ['a lambda with a closure', 'Contoso.Pump.<>c__DisplayClass7_0.<Run>b__0', 'Contoso.Pump', 'Run'],
    ['an async lambda', 'Contoso.Pump.<>c.<<Run>b__3_0>d.MoveNext', 'Contoso.Pump', 'Run'],
    ['a local function', 'Contoso.Pump.<Run>g__Log|7_1', 'Contoso.Pump', 'Run'],
    ['a lambda in a constructor', 'Contoso.Pump.<>c.<.ctor>b__1_0', 'Contoso.Pump', '.ctor'],
    ['a class of closures alone', 'Contoso.Pump.<>c', 'Contoso.Pump', '<>c'],
    [
      'another class without a holder',
      'Contoso.<>f__AnonymousType0.ToString',
      'Contoso.<>f__AnonymousType0',
      'ToString',
    ],
    ['a name that only starts like a class of closures', 'Contoso.<>cache.Run', 'Contoso.<>cache', 'Run'],
    ['a backing field', 'Contoso.Pump.<Name>k__BackingField', 'Contoso.Pump', '<Name>k__BackingField'],
    ['a bracket that never closes', 'Contoso.<Pump.Run', 'Contoso', '<Pump.Run'],
    [
      'an explicit interface',
      'Contoso.Pump.System.IDisposable.Dispose',
      'Contoso.Pump.System.IDisposable',
      'Dispose',
    ],
    ['other letters', 'Contoso.Prüfung.Läuft', 'Contoso.Prüfung', 'Läuft'],
    ['nothing', '', '', ''],
  ])('%s: %s', (_what, printed, type, method) => {
    expect(sourceName(printed)).toEqual({ type, method });
  });

  it('is followed through twelve methods inside methods, and no further', () => {
    const nested = (levels: number): string =>
      Array.from({ length: levels }).reduce<string>((inner) => `<${inner}>b__0`, 'Run');
    expect(sourceName(`C.${nested(12)}`)).toEqual({ type: 'C', method: 'Run' });
    expect(sourceName(`C.${nested(13)}`)).toEqual({ type: 'C', method: '<Run>b__0' });
  });

  it('is read up to the longest name that is looked at', () => {
    expect(sourceTypeName(`C.${'x'.repeat(MAX_NAME)}`)).toHaveLength(MAX_NAME);
  });
});

describe('the name of a type', () => {
  it.each([
    ['System.Collections.Generic.List`1[System.Int32]', 'System.Collections.Generic.List'],
    ['Contoso.Plan+Node', 'Contoso.Plan.Node'],
    ['Contoso.Store 2[[A],[B]]', 'Contoso.Store'],
    ['Contoso.Odd]Name', 'Contoso.OddName'],
  ])('%s', (printed, name) => {
    expect(sourceTypeName(printed)).toBe(name);
  });
});

describe('a lost backtick', () => {
  it.each([
    ['List 1..ctor', 'List`1..ctor'],
    ['List 1.Add', 'List`1.Add'],
    ['Map 2+Entry.Get', 'Map`2+Entry.Get'],
    ['List 1[System.Int32]', 'List`1[System.Int32]'],
    ['Load 1(', 'Load`1('],
    ['List 1', 'List`1'],
    ['List 123', 'List`123'],
    ['<Run>d__7 1.MoveNext', '<Run>d__7`1.MoveNext'],
    ['List 1234', 'List 1234'],
    ['List 1 2x', 'List 1 2x'],
    ['List. 1', 'List. 1'],
    ['List', 'List'],
  ])('%s is put back: %s', (printed, restored) => {
    expect(restoreBackticks(printed)).toBe(restored);
  });
});
