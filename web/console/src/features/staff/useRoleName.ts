import { useWords } from "../../words";

/** What a role is called: the house names its own, we name the built-in ones. */
export function useRoleName(): (role: { role: string; role_name: string }) => string {
  const { t } = useWords();
  return ({ role, role_name }) => role_name || t(`role.${role}`);
}
