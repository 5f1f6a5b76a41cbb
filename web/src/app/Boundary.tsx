/** Keeps a fault in one pane from taking the others down. */
import { Component, type ReactNode } from "react";
import { app as t } from "../texts/en/app";
import { Button } from "../ui/Button";
import { EmptyState } from "../ui/EmptyState";

export class Boundary extends Component<{ children: ReactNode; what: string }, { error: Error | null }> {
  override state = { error: null as Error | null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    if (!this.state.error) return this.props.children;
    return (
      <EmptyState
        title={t("notShown", { part: this.props.what })}
        action={<Button onClick={() => this.setState({ error: null })}>{t("showAgain")}</Button>}
      >
        <p>{t("wentWrong")}</p>
        <details>
          <summary>{t("details")}</summary>
          <code>{this.state.error.message}</code>
        </details>
      </EmptyState>
    );
  }
}
