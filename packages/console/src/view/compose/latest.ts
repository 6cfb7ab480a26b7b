/** Questions to one worker of which only the newest matters. */
export interface Latest<Question, Answer> {
  ask: (question: Question) => void;
  /** The worker has answered what it was sent last. */
  answered: (answer: Answer) => void;
}

/**
 * Sends one question at a time. What is asked meanwhile waits, and a newer one takes its place; an answer to a question
 * that is no longer the newest is thrown away, so that no answer is ever taken for that to another question.
 */
export function latest<Question, Answer>(
  send: (question: Question) => void,
  deliver: (question: Question, answer: Answer) => void,
): Latest<Question, Answer> {
  let sent: Question | null = null;
  let waiting: Question | null = null;
  const sendNow = (question: Question): void => {
    sent = question;
    waiting = null;
    send(question);
  };
  return {
    ask(question) {
      if (sent === null) sendNow(question);
      else waiting = question;
    },
    answered(answer) {
      const [question, newer] = [sent, waiting];
      sent = null;
      if (newer !== null) sendNow(newer);
      else if (question !== null) deliver(question, answer);
    },
  };
}
