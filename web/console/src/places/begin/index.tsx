import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import type { Contact } from "../../api";
import { OpeningForm } from "../../features/opening/OpeningForm";

const NewContact = lazy(() => import("../../features/contact/NewContact"));

/** Beginning a conversation, from wherever somebody thought of it. */
export default function Begin({ with: given = null, close }: { with?: Contact | null; close: () => void }) {
  const navigate = useNavigate();
  const [contact, setContact] = useState<Contact | null>(given);
  const [adding, setAdding] = useState(false);
  return (
    <>
      <OpeningForm
        contact={contact} choose={setContact} addContact={() => setAdding(true)} close={close}
        begun={(conversation) => { close(); void navigate({ to: "/desk/$view", params: { view: "all" }, search: { c: conversation.id } }); }}
      />
      {adding && <Suspense fallback={null}><NewContact close={() => setAdding(false)} added={(added) => { setContact(added); setAdding(false); }} /></Suspense>}
    </>
  );
}
