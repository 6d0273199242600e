/** What the global setup started and the global teardown ends; both run in the same process. */
export const atTheEnd: (() => Promise<void>)[] = [];
