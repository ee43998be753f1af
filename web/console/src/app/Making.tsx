import { useNavigate } from "@tanstack/react-router";
import Begin from "../places/begin";
import NewContact from "../features/contact/NewContact";
import NewOrganisation from "../features/organisation/NewOrganisation";
import type { New } from "./new";

/** Something new, begun from wherever one is; then its card. */
export default function Making({ what, close }: { what: New; close: () => void }) {
  const navigate = useNavigate();
  if (what === "conversation") return <Begin close={close} />;
  if (what === "contact") return <NewContact close={close} added={({ id }) => { close(); void navigate({ to: "/contacts/$id", params: { id } }); }} />;
  return <NewOrganisation close={close} added={({ id }) => { close(); void navigate({ to: "/contacts/organisations/$id", params: { id } }); }} />;
}
