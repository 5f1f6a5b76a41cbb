/** A forgotten password. */
import { area } from "../area";

export const reset = area("reset", {
  title: "Forgot your password?",
  lead: "Enter the email address of your account. A link to set a new password is sent there.",
  send: "Send the link",
  sentTitle: "Look into your mail",
  sent: "If there is an account for {email}, a link is on its way. It's good for an hour.",
  sentHint: "Nothing there? Look among the unwanted mail, or check the address and ask again.",
  back: "Back to sign-in",
  chooseTitle: "Set a new password",
  chooseLead: "You'll be signed out on all devices.",
  set: "Set password",
  ended: "This link can't be used",
  endedWhy: "It has ended or was used already. Ask for a new one.",
  askAgain: "Ask for a new link",
  done: "Your password is set",
  doneWhy: "Sign in with it now.",
});
