import type { ReactNode } from "react";

/** A screen that is read from top to bottom: settings, contacts, search. */
export function Page({ title, lead, acts, children, wide = false }: { title: string; lead?: ReactNode; acts?: ReactNode; children: ReactNode; wide?: boolean }) {
  return (
    <div className={wide ? "page is-wide" : "page"}>
      <header className="page-head">
        <div>
          <h1>{title}</h1>
          {lead && <p>{lead}</p>}
        </div>
        {acts && <div className="page-acts">{acts}</div>}
      </header>
      {children}
    </div>
  );
}

export function Section({ title, lead, children, acts }: { title: string; lead?: string; children: ReactNode; acts?: ReactNode }) {
  return (
    <section className="section">
      <header className="section-head">
        <div>
          <h2>{title}</h2>
          {lead && <p>{lead}</p>}
        </div>
        {acts}
      </header>
      {children}
    </section>
  );
}
