import { environmentJsonSchema } from '../environment/index.ts';
import { linkTo, md, page, sentence, table } from './markdown.ts';

/** What of JSON Schema the schema of the environment file uses. */
interface Node {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly items?: Node;
  readonly additionalProperties?: boolean | Node;
}

/** More words than this are listed below the table instead of in it. */
const wordsInCell = 8;

function allowedOf(node: Node): string {
  if (node.enum !== undefined) {
    return node.enum.length > wordsInCell
      ? `one of ${node.enum.length} words`
      : node.enum.map((word) => `\`${word}\``).join(', ');
  }
  if (node.items !== undefined) return 'list';
  if (node.properties !== undefined) return 'mapping';
  if (typeof node.additionalProperties === 'object') return 'mapping by name';
  return node.type ?? 'any';
}

function presenceOf(node: Node, required: boolean): string {
  if (node.default === undefined) return required ? '**required**' : 'optional';
  const isEmpty = ['{}', '[]'].includes(JSON.stringify(node.default));
  return isEmpty ? 'optional' : `\`${String(node.default)}\``;
}

/** A line for every key at or below a place; `path` is as one would say it: `sites[].pools[].fqdn`. */
function rowsOf(path: string, node: Node, required: boolean): string[][] {
  const own = [
    `\`${path}\``,
    node.description === undefined ? '' : md(sentence(node.description)),
    allowedOf(node),
    presenceOf(node, required),
  ];
  const below = Object.entries(node.properties ?? {}).flatMap(([name, child]) =>
    rowsOf(`${path}.${name}`, child, node.required?.includes(name) ?? false),
  );
  const named =
    typeof node.additionalProperties === 'object' ? rowsOf(`${path}.NAME`, node.additionalProperties, false).slice(1) : [];
  const items = node.items === undefined ? [] : itemRows(path, node.items);
  return [own, ...below, ...named, ...items];
}

/** Of a list, its entries are worth a line of their own only where they are more than what the list says. */
const itemRows = (path: string, item: Node): string[][] => {
  const rows = rowsOf(`${path}[]`, item, false);
  return item.properties === undefined && item.enum === undefined ? [] : item.enum === undefined ? rows.slice(1) : rows;
};

function part(name: string, node: Node, required: boolean): string[] {
  return [
    `## ${name}`,
    '',
    ...(node.description === undefined ? [] : [md(sentence(node.description)), '']),
    ...table(['Key', 'What', 'Allowed', 'Default'], rowsOf(name, node, required)),
  ];
}

/** `docs/environment.md`: every key of an environment file. */
export function environmentPage(): string {
  const schema = environmentJsonSchema() as Node;
  const properties = Object.entries(schema.properties ?? {});
  return page(
    'The environment file',
    'src/environment/schema.ts',
    [
      'An estate under test, in YAML. Unknown keys are errors; so is a password in the file: secrets are references to a variable or to a file.',
      'Durations are written like `350ms`, `2s`, `5m`, `12h` or `1d`. Editors know all this from [environment.schema.json](environment.schema.json);',
      'working examples lie in `fixtures/environments`.',
    ],
    [
      ...properties.map(
        ([name, node]) => `* ${linkTo(name)}${node.description === undefined ? '' : `: ${md(node.description)}`}`,
      ),
      '',
      ...properties.flatMap(([name, node]) => part(name, node, schema.required?.includes(name) ?? false)),
    ],
  );
}
