import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { testShell } from '../support/shell.ts';
import { oldestShells } from './own-scripts.ts';
import { powerShellAnswer } from './run-powershell.ts';

// Our PowerShell, read by the engine's own parser.

const shell = await testShell();
const skip = 'skip' in shell ? shell.skip : undefined;
const pathOf = (file: string): string => fileURLToPath(new URL(`../../${file}`, import.meta.url));

const files = Object.keys(oldestShells);

/** Everything of the shell itself that our scripts may call: what is not here is not in every PowerShell from 3.0 on, or makes output by accident. */
const allowed = [
  ...[
    'Export-ModuleMember',
    'ForEach-Object',
    'Get-Command',
    'Get-Module',
    'Import-Module',
    'Join-Path',
    'New-Object',
    'Out-Null',
    'Sort-Object',
    'Where-Object',
  ],
  ...['Invoke-Command', 'Import-PSSession', 'New-PSSession', 'New-PSSessionOption', 'Remove-PSSession', 'Get-WmiObject'],
  ...['Write-Output', 'Select-Object', 'Get-WinEvent', 'Test-Path', 'ConvertTo-SecureString'],
];
const approvedVerbs =
  /^(Get|New|Remove|Set|Test|Find|Invoke|Resolve|ConvertTo|ConvertFrom|Connect|Disconnect|Select|Add|Read|Write)$/;

interface Read {
  readonly problems: number;
  readonly own: readonly string[];
  readonly called: readonly string[];
  readonly exported: readonly { name: string; help: boolean; binding: boolean }[];
  /** Kinds of syntax nodes, tokens and members, by which newer syntax shows. */
  readonly kinds: readonly string[];
  readonly tokens: readonly string[];
  readonly types: readonly string[];
  readonly aliases: readonly string[];
  readonly newCalls: number;
}

const script = (path: string): string => `
  $tokens = $null; $problems = $null
  $tree = [System.Management.Automation.Language.Parser]::ParseFile('${path}', [ref]$tokens, [ref]$problems)
  $all = @($tree.FindAll({ $true }, $true))
  $functions = @($all | Where-Object { $_.GetType().Name -eq 'FunctionDefinitionAst' })
  $called = @($all | Where-Object { $_.GetType().Name -eq 'CommandAst' } | ForEach-Object { $_.GetCommandName() } | Where-Object { $_ } | Sort-Object -Unique)
  $result = @{
    problems = @($problems).Count
    own = @($functions | ForEach-Object { $_.Name -replace '^global:' })
    called = $called
    exported = @($functions | Where-Object { $_.Name -notmatch '^global:' } | ForEach-Object {
      $help = $_.GetHelpContent()
      @{ name = $_.Name; help = [bool]($help -and $help.Synopsis); binding = [bool]($_.Body.ParamBlock -and ($_.Body.ParamBlock.Attributes | Where-Object { $_.TypeName.Name -eq 'CmdletBinding' })) }
    })
    kinds = @($all | ForEach-Object { $_.GetType().Name } | Sort-Object -Unique)
    tokens = @($tokens | ForEach-Object { [string]$_.Kind } | Sort-Object -Unique)
    types = @($all | Where-Object { $_.GetType().Name -match '^(TypeConstraint|TypeExpression|ConvertExpression)Ast$' } | ForEach-Object { if ($_.TypeName) { $_.TypeName.Name } else { $_.Type.TypeName.Name } } | Sort-Object -Unique)
    aliases = @($called | Where-Object { Test-Path "alias:$_" })
    newCalls = @($all | Where-Object { $_.GetType().Name -eq 'InvokeMemberExpressionAst' -and $_.Static -and $_.Member.Extent.Text -eq 'new' }).Count
  }
  ConvertTo-Json -InputObject $result -Compress -Depth 4`;

describe.skipIf(skip !== undefined)(`our PowerShell${skip === undefined ? '' : ` (${skip})`}`, () => {
  const read: Record<string, Read> = {};
  beforeAll(async () => {
    for (const file of files) {
      read[file] = JSON.parse(await powerShellAnswer('path' in shell ? shell.path : '', script(pathOf(file)))) as Read;
    }
  });

  it.each(files)('%s parses, calls no alias and nothing that is not listed', (file) => {
    const { problems, own, called, aliases } = read[file]!;
    expect({ problems, aliases }).toEqual({ problems: 0, aliases: [] });
    const ours = new Set([...own, ...files.flatMap((other) => read[other]!.own)]);
    // The product's cmdlets are listed by the functions that ask them: Get-Cs… alone, and the writes of the probe.
    const products = /^(Get-Cs\w+|(New|Remove)-CsClientPolicy|Test-Cs\w+)$/;
    expect(called.filter((name) => !ours.has(name) && !allowed.includes(name) && !products.test(name))).toEqual([]);
    expect(own.length).toBeGreaterThan(0);
  });

  it.each(files)('%s has no syntax that its oldest PowerShell lacks', (file) => {
    const { kinds, tokens, types, called, newCalls } = read[file]!;
    expect(
      kinds.filter((kind) => /^(Ternary|PipelineChain|UsingStatement|TypeDefinition|FunctionMember|Configuration)/.test(kind)),
    ).toEqual([]);
    expect(tokens.filter((kind) => /QuestionQuestion|QuestionDot|AndAnd|OrOr|QuestionLBracket/.test(kind))).toEqual([]);
    expect(newCalls).toBe(0);
    if (oldestShells[file]! > 2) return;
    expect(types.filter((name) => /^(ordered|pscustomobject)$/i.test(name))).toEqual([]);
    expect(tokens.filter((kind) => /^(In|Inotin|Iin|Cin|Cnotin|Workflow|Ishl|Shl|Shr)$/.test(kind))).toEqual(
      // "foreach (… in …)" has the word, too.
      tokens.includes('In') ? ['In'] : [],
    );
    expect(called.filter((name) => /^(ConvertTo|ConvertFrom|Invoke-Rest|Invoke-Web)/.test(name))).toEqual([]);
  });

  it('opening a session fetches every cmdlet that any function of ours asks, and no other', async () => {
    const modules = ['Coexistence', 'Session'].map((name) => `'${pathOf(`src/admin/powershell/${name}.psm1`)}'`);
    const answer = await powerShellAnswer(
      'path' in shell ? shell.path : '',
      `Import-Module ${modules.join(', ')}; (& (Get-Module Session) { Get-CoexCmdletName }) -join ' '`,
    );
    const fetched = answer.split(' ');
    const asked = files.flatMap((file) => read[file]!.called).filter((name) => /^[A-Z][a-z]+-Cs\w+$/.test(name));
    expect(asked.filter((name) => !fetched.includes(name))).toEqual([]);
    expect(asked.length).toBeGreaterThan(20);
    // The product has 500.
    expect(fetched.length).toBeLessThan(100);
  });

  it.each(files)(
    'the functions of %s have approved verbs; those that others may call have help and bind as cmdlets do',
    (file) => {
      for (const { name, help, binding } of read[file]!.exported) {
        expect(name.split('-')[0], name).toMatch(approvedVerbs);
        const isExported = /^(Get-Coex(?!CmdletName)|(New|Remove)-CoexClientPolicy|Invoke-Coex|(Connect|Disconnect)-Coex)/.test(
          name,
        );
        if (isExported) expect({ name, help, binding }).toEqual({ name, help: true, binding: true });
      }
    },
  );
});
