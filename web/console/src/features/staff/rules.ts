import type { Role } from "../../api";

/** The roles that are built in, from the least to the most. */
export const builtIn: Role[] = ["agent", "lead", "manager", "admin"];

/** Permissions in groups by what they are about, in the order in which they came. */
export function grouped(permissions: string[]): { topic: string; permissions: string[] }[] {
  const topics = [...new Set(permissions.map(topicOf))];
  return topics.map((topic) => ({ topic, permissions: permissions.filter((each) => topicOf(each) === topic) }));
}

function topicOf(permission: string): string {
  return permission.split(".")[0] ?? permission;
}
