/** Polls. */
import { area } from "../area";

export const polls = area("polls", {
  title: "New poll",
  question: "Question",
  answer: "Answer {number, number}",
  addAnswer: "Add an answer",
  removeAnswer: "Remove answer {number, number}",
  multiple: "Several answers may be chosen",
  anonymously: "Anonymous",
  anonymousHint: "Nobody sees who chose what.",
  ends: "Closes",
  never: "When you close it",
  hour: "In an hour",
  day: "In a day",
  week: "In a week",
  ask: "Ask",
  voters: "{count, plural, =0{nobody voted yet} one{# person voted} other{# people voted}}",
  votes: "{count, plural, one{# vote} other{# votes}}",
  several: "several answers",
  anonymous: "anonymous",
  closed: "closed",
  until: "closes {when}",
  takeBack: "Take my vote back",
  end: "Close the poll",
  you: "you",
});
