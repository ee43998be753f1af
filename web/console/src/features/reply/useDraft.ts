import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { api, isConflict, type Draft } from "../../api";
import { keys } from "../../live";
import { blank, contentOf, isBlank, joined, sameContent, type Content } from "./rules";

const quietMs = 700;
const retryMs = 5_000;

/** The stored draft; null while nothing has been begun. */
async function begun(conversation: string): Promise<Draft | null> {
  const draft = await api.drafts.get(conversation);
  return draft.version > 0 ? draft : null;
}

export type DraftState = "idle" | "dirty" | "saved" | "unsaved";

/** What is being written, kept on the server so that it survives the tab, the
 * machine and the night. One per person and conversation. */
export function useDraft(conversation: string) {
  const client = useQueryClient();
  const queryKey = useMemo(() => keys.draft(conversation), [conversation]);
  const stored = useQuery<Draft | null>({
    queryKey,
    queryFn: () => begun(conversation),
    staleTime: Infinity,
    retry: 1,
  });

  const [content, setContent] = useState<Content>(() => (stored.data ? contentOf(stored.data) : blank));
  const [state, setState] = useState<DraftState>("idle");
  const [theirs, setTheirs] = useState<Draft | null>(null);
  const latest = useRef(content);
  const version = useRef(stored.data?.version ?? 0);
  const dirty = useRef(false);
  const sent = useRef<Content | null>(null);
  const gone = useRef<Content | null>(null);
  const leaving = useRef<Content | null>(null); // on its way to the customer, not known whether it arrived
  const saving = useRef<Promise<void> | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const show = useCallback((next: Content) => {
    latest.current = next;
    setContent(next);
  }, []);

  // The stored draft arrives after the first key was pressed, or another tab
  // of the same person saved: ours is never overwritten while it is dirty.
  const data = stored.data;
  useEffect(() => {
    if (leaving.current) return;
    if (data === null && version.current > 0 && !dirty.current && !saving.current) {
      version.current = 0; // sent or thrown away in another window
      show({ ...blank, kind: latest.current.kind });
      return;
    }
    if (!data || data.version <= version.current) return;
    const arrived = contentOf(data);
    // An answer from before the sending must not bring the text back.
    if (gone.current && sameContent(arrived, gone.current)) return;
    const ours = sent.current !== null && sameContent(arrived, sent.current);
    if (ours || sameContent(arrived, latest.current)) version.current = data.version;
    else if (!dirty.current && !saving.current) {
      version.current = data.version;
      show(arrived);
    } else setTheirs(data);
  }, [data, show]);

  const save = useCallback(async (keepalive = false): Promise<void> => {
    clearTimeout(timer.current);
    if (saving.current) await saving.current;
    if (leaving.current && !keepalive) return; // saved when that is settled, else the sending would drop it
    if (!dirty.current && !leaving.current) return;
    const now = leaving.current ? joined(leaving.current, latest.current) : latest.current;
    dirty.current = false;
    sent.current = now;
    const work = (async () => {
      try {
        if (isBlank(now)) {
          if (version.current > 0) await api.drafts.drop(conversation);
          version.current = 0;
          client.setQueryData<Draft | null>(queryKey, null);
        } else {
          const answer = await api.drafts.save(conversation, { kind: now.kind, text: now.text, html: now.html, attachments: now.attachments.map((each) => each.upload), version: version.current }, keepalive);
          version.current = answer.version;
          await client.cancelQueries({ queryKey }); // what was asked before knows less
          client.setQueryData<Draft | null>(queryKey, answer);
        }
        if (!dirty.current) setState(isBlank(now) ? "idle" : "saved");
      } catch (cause) {
        dirty.current = true;
        if (isConflict(cause)) {
          setTheirs(await begun(conversation).catch(() => null));
          return;
        }
        setState("unsaved");
        timer.current = setTimeout(() => void save(), retryMs);
      }
    })();
    saving.current = work.finally(() => { saving.current = null; });
    await saving.current;
  }, [client, conversation, queryKey]);

  const change = useCallback((next: Content) => {
    show(next);
    gone.current = null;
    dirty.current = true;
    setState("dirty");
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void save(), quietMs);
  }, [save, show]);

  /** Words set out: the box is free for the next ones at once. */
  const depart = useCallback(() => {
    clearTimeout(timer.current);
    leaving.current = latest.current;
    dirty.current = false;
    show({ ...blank, kind: latest.current.kind });
    setState("idle");
  }, [show]);

  /** They did not arrive: they are the draft again, before what was typed since. */
  const comeBack = useCallback(() => {
    const words = leaving.current;
    leaving.current = null;
    if (words) change(joined(words, latest.current));
  }, [change]);

  /** They arrived. What was typed meanwhile is the draft now. */
  const clear = useCallback(async () => {
    clearTimeout(timer.current);
    const words = leaving.current;
    gone.current = words;
    if (saving.current) await saving.current;
    const had = version.current > 0;
    version.current = 0;
    sent.current = null;
    await client.cancelQueries({ queryKey });
    client.setQueryData<Draft | null>(queryKey, null);
    if (had) await api.drafts.drop(conversation).catch(() => undefined);
    if (leaving.current !== words) return; // the next ones are on their way already
    leaving.current = null;
    if (isBlank(latest.current)) return;
    dirty.current = true;
    await save();
  }, [client, conversation, queryKey, save]);

  /** A message was taken back. Its words are the draft again, unless something
   * was begun since that the server does not know of. */
  const regain = useCallback((draft: Draft) => {
    gone.current = null;
    client.setQueryData<Draft | null>(queryKey, draft);
    if (dirty.current && !isBlank(latest.current)) {
      setTheirs(draft);
      return;
    }
    clearTimeout(timer.current);
    dirty.current = false;
    version.current = draft.version;
    show(contentOf(draft));
    setState("saved");
  }, [client, queryKey, show]);

  const takeTheirs = useCallback(() => {
    if (!theirs) return;
    dirty.current = false;
    version.current = theirs.version;
    show(contentOf(theirs));
    setState("saved");
    setTheirs(null);
  }, [show, theirs]);

  const keepMine = useCallback(() => {
    version.current = theirs?.version ?? 0;
    dirty.current = true;
    setTheirs(null);
    void save();
  }, [save, theirs]);

  useEffect(() => {
    const leave = () => void save(true);
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      void save(); // words on their way are waited for: this page stays
    };
  }, [save]);

  return { content, latest, change, clear, depart, comeBack, state, theirs, takeTheirs, keepMine, regain, flush: save, loading: stored.isPending };
}
