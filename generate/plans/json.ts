export type Json = null | boolean | number | string | Json[] | JsonRecord;

export interface JsonRecord {
  [key: string]: Json;
}

export function isRecord(json: Json | undefined): json is JsonRecord {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
