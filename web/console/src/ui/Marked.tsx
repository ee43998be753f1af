/** Words with the found parts marked. */
export function Marked({ parts }: { parts: { text: string; hit?: boolean }[] }) {
  return <>{parts.map((part, at) => (part.hit ? <mark key={at}>{part.text}</mark> : <span key={at}>{part.text}</span>))}</>;
}
