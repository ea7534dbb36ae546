const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Calls a function before the process ends by Ctrl+C or by the system. The process then ends with the signal, so that
 * shells see it.
 * @returns a function that stops listening
 */
export function onInterrupt(callback: () => void): () => void {
  const stopListening = () => {
    for (const signal of SIGNALS) process.removeListener(signal, end);
  };
  const end = (signal: NodeJS.Signals) => {
    stopListening();
    callback();
    process.kill(process.pid, signal);
  };
  for (const signal of SIGNALS) process.on(signal, end);
  return stopListening;
}
