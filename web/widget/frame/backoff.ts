// How long to wait before calling again: doubling, never above half a minute,
// and spread over half of its length, so that a restarted desk is not met by
// all its visitors in the same second.

export const firstWaitMs = 500;
export const longestWaitMs = 30_000;

export function waitMs(attempt: number, random: number): number {
  const whole = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(attempt, 16));
  return whole / 2 + (whole / 2) * random;
}
