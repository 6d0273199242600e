import {
  namesExecutable,
  namesFaultingApplication,
  namesService,
  sameName,
} from '../../src/crash/watched-name';

const EXE = 'Contoso.Host.exe';
const SERVICE = 'Contoso Host Service';

describe('the first line of a runtime record', () => {
  it.each([
    ['Application: Contoso.Host.exe'],
    ['Application: contoso.HOST.exe'],
    ['  Application : Contoso.Host.exe  '],
    ['アプリケーション:Contoso.Host.exe'],
    ['应用程序：Contoso.Host.exe'],
    ['Contoso.Host.exe'],
    ['? Contoso.Host.exe'],
    ['åº”ç”¨ç¨‹åºï¼š Contoso.Host.exe'],
    ['ï¼šContoso.Host.exe'],
    ['ï¼Contoso.Host.exe'],
    ['∩╝ÜContoso.Host.exe'],
    ['´╝ÜContoso.Host.exe'],
    ['Application: Contoso.Host.exeFramework Version: v4.0.30319'],
    ['Application: Contoso.Host.exe CoreCLR Version: 8.0.1124'],
    ['Application: Contoso.Host.exe.NET Version: 8.0.11'],
  ])('names the executable: %s', (line) => {
    expect(namesExecutable(line, EXE)).toBe(true);
  });

  it.each([
    ['another file', 'Application: Other.exe'],
    ['a longer name', 'Application: My.Contoso.Host.exe'],
    ['a longer ending', 'Application: Contoso.Host.exe.config'],
    ['a folder', 'Application: C:\\Contoso.Host.exe'],
    ['a sentence', 'The file Contoso.Host.exe was closed'],
    ['words behind it', 'Application: Contoso.Host.exe was closed'],
    ['a number far behind it', `Application: Contoso.Host.exe${'x'.repeat(41)}: 1.0`],
    ['another file first', 'Application: Other.exe Application: Contoso.Host.exe Version: v4.0'],
    ['dots that are letters', 'Application: ContosoxHost.exe'],
    ['nothing', ''],
  ])('does not name it: %s', (_what, line) => {
    expect(namesExecutable(line, EXE)).toBe(false);
  });
});

describe('the first line of an Application Error', () => {
  it.each([
    ['Faulting application name: Contoso.Host.exe, version: 1.0'],
    ['Name der fehlerhaften Anwendung: contoso.host.exe, Version: 1.0'],
    ['障害が発生しているアプリケーション名: Contoso.Host.exe、バージョン: 1.0'],
    ['错误应用程序名称：Contoso.Host.exe，版本: 1.0'],
    ['Nom de l’application défaillante Contoso.Host.exe, version : 1.0'],
    ['éšœå®³: Contoso.Host.exeã€ãƒ: 1.0'],
    ['é”™è¯¯: Contoso.Host.exeï¼Œç‰ˆ: 1.0'],
    ['Contoso.Host.exe, version: 1.0'],
    ['Contoso.Host.exe'],
  ])('names the executable: %s', (line) => {
    expect(namesFaultingApplication(line, EXE)).toBe(true);
  });

  it.each([
    ['Faulting application name: MyContoso.Host.exe, version: 1.0'],
    ['Faulting application name: Other.exe, version: Contoso.Host.exe'],
    ['Faulting application name: the Contoso.Host.exe, version: 1.0'],
    ['Application défaillanteContoso.Host.exe, version : 1.0'],
    ['Contoso.Host.exe failed'],
  ])('does not name it: %s', (line) => {
    expect(namesFaultingApplication(line, EXE)).toBe(false);
  });
});

describe('the sentence about a service', () => {
  it.each([
    ['The Contoso Host Service service terminated unexpectedly.  It has done this 4 time(s).'],
    ['the contoso host service service terminated unexpectedly.'],
    ['Dienst "Contoso Host Service" wurde unerwartet beendet.'],
    ['Der Dienst "Contoso Host Service" wurde beendet.'],
    ['Le service Contoso Host Service s’est terminé de façon inattendue.'],
    ['El servicio Contoso Host Service se cerró inesperadamente.'],
    ['Служба Contoso Host Service была неожиданно завершена.'],
    ['Contoso Host Service 服务意外地终止。'],
    ['Contoso Host Service: Memory Error Limit Reached'],
    ['Contoso  Host\tService stopped'],
    [' \n Contoso Host Service stopped'],
    ['Today Contoso Host Service'],
    ['Yesterday iPhone Contoso Host Service stopped'],
    ['It was Contoso Host Service.'],
    ['It was Contoso Host Service. Nothing else.'],
    ['Note: Contoso Host Service stopped'],
    ['«Contoso Host Service» stopped'],
    ['Dienst Contoso Host Service wurde beendet'],
    ['Tjänsten Contoso Host Service avslutades'],
  ])('names it: %s', (sentence) => {
    expect(namesService(sentence, SERVICE)).toBe(true);
  });

  it.each([
    ['The Contoso Host Service Helper service terminated unexpectedly.'],
    ['The Other service terminated unexpectedly, unlike Contoso Host Service.'],
    ['Dienst "Contoso Host Service Helfer" wurde unerwartet beendet.'],
    ['Le service Big Contoso Host Service s’est terminé.'],
    ['MyContoso Host Service stopped'],
    ['Contoso Host Services stopped'],
    ['Contoso Host Service.Helper stopped'],
    ['Contoso Host Service-2 stopped'],
    ['Contoso-Host Service stopped'],
    ['The story of The Contoso Host Service Helper service terminated'],
    ['It was told: Big Contoso Host Service stopped'],
    ['Contoso Host Service Helper'],
    ['Contoso Host Service2.'],
    ['myservice: a Dienste Contoso Host Services'],
    ['nothing at all'],
  ])('does not name it: %s', (sentence) => {
    expect(namesService(sentence, SERVICE)).toBe(false);
  });
});

describe('two names', () => {
  it.each([
    ['Contoso Host', 'contoso host', true],
    [' Contoso Host ', 'CONTOSO HOST', true],
    ['Contoso Host', '\tContoso Host', true],
    ['Contoso  Host', 'Contoso Host', false],
  ])('%j and %j: %j', (a, b, same) => {
    expect(sameName(a, b)).toBe(same);
  });
});
