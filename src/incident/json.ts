/** Plain JSON, as it is stored in the log, sent to PowerShell and put into card actions. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}
