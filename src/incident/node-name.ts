/** Whether two names mean the same node: the cluster knows short names, sessions often use full ones. */
export function isSameNode(a: string, b: string): boolean {
  return shortName(a) === shortName(b);
}

function shortName(node: string): string {
  return (node.split('.')[0] ?? node).toLowerCase();
}
