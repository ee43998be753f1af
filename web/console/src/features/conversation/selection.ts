import { create } from "zustand";

interface Selection {
  ids: Set<string>;
  /** Everything in the view, also what is not loaded. */
  all: boolean;
  last: string;
  toggle: (id: string, order?: string[]) => void;
  everything: () => void;
  clear: () => void;
}

/** The conversations that something is about to be done to. With an order given,
 * everything from the one chosen before up to this one joins. */
export const useSelection = create<Selection>((set) => ({
  ids: new Set(), all: false, last: "",
  toggle: (id, order) => set((old) => {
    const ids = new Set(old.ids);
    const [from, to] = order ? [order.indexOf(old.last), order.indexOf(id)] : [-1, -1];
    if (order && from >= 0 && to >= 0) for (const each of order.slice(Math.min(from, to), Math.max(from, to) + 1)) ids.add(each);
    else if (!ids.delete(id)) ids.add(id);
    return { ids, all: false, last: id };
  }),
  everything: () => set({ all: true }),
  clear: () => set({ ids: new Set(), all: false, last: "" }),
}));
