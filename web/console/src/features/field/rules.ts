import { Fault, type FieldType, type OwnField } from "../../api";

export const types: FieldType[] = ["text", "long_text", "number", "decimal", "yes_no", "date", "date_time", "choice", "choices", "url", "email", "phone"];

export function isChosen(type: FieldType): boolean {
  return type === "choice" || type === "choices";
}

export function isText(type: FieldType): boolean {
  return ["text", "long_text", "url", "email", "phone"].includes(type);
}

export function isNumber(type: FieldType): boolean {
  return type === "number" || type === "decimal";
}

export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

/** What a box gives, as the server takes it: nothing is null. */
export function given(value: unknown): unknown {
  const tidy = typeof value === "string" ? value.trim() : value;
  return isBlank(tidy) ? null : tidy;
}

/** The same to a person: 5 and "5", nothing and "". */
export function isSame(one: unknown, other: unknown): boolean {
  const text = (value: unknown) => (Array.isArray(value) ? [...(value as string[])].sort().join("\n") : typeof value === "boolean" ? String(value) : String(given(value) ?? ""));
  return text(one) === text(other);
}

/** The key of the field that a refused resolution asks for, or "". */
export function neededOf(cause: unknown): string {
  if (!(cause instanceof Fault) || cause.code !== "conversation.fields_needed") return "";
  return cause.fields[0]?.location.replace(/^body\.fields\./, "") ?? "";
}

/** Long forms show what is known and what must be; the rest on demand. */
const shownAtOnce = 8;

export function parted(fields: OwnField[], values: Record<string, unknown>): { first: OwnField[]; rest: OwnField[] } {
  if (fields.length <= shownAtOnce) return { first: fields, rest: [] };
  const isFirst = (field: OwnField) => field.required || !isBlank(values[field.key]);
  return { first: fields.filter(isFirst), rest: fields.filter((field) => !isFirst(field)) };
}

/** A key for programs out of an English name; "" when there is none in it. */
export function keyFrom(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^[^a-z]+|_+$/g, "").slice(0, 40);
}
