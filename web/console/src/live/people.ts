import { useQuery } from "@tanstack/react-query";
import { api } from "../api";
import { keys } from "./keys";

// Small lists that many screens need; live news keeps them fresh.
const longMs = 10 * 60_000;

export function useStaff() {
  return useQuery({ queryKey: keys.staff, queryFn: api.staff.list, staleTime: longMs });
}

export function useRoles() {
  return useQuery({ queryKey: keys.roles, queryFn: api.roles.list, staleTime: longMs });
}

export function useSkills() {
  return useQuery({ queryKey: keys.skills, queryFn: api.skills.list, staleTime: longMs });
}

export function useReasons() {
  return useQuery({ queryKey: keys.reasons, queryFn: api.reasons.list, staleTime: longMs });
}

/** Each before what stands under it. */
export function useTopics() {
  return useQuery({ queryKey: keys.topics, queryFn: api.topics.list, staleTime: longMs });
}

export function useTeams() {
  return useQuery({ queryKey: keys.teams, queryFn: api.teams.list, staleTime: longMs });
}

/** The house's own fields that are in use, in their order. */
export function useFields() {
  return useQuery({ queryKey: [...keys.fields, "used"], queryFn: () => api.fields.list(), staleTime: longMs });
}
