/** Keeps a fault in one pane from taking the others down. */
import { Component, type ReactNode } from "react";
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
        title={`${this.props.what} couldn't be shown`}
        action={<Button onClick={() => this.setState({ error: null })}>Show it again</Button>}
      >
        <p>Something went wrong in this part of the page. Your messages and drafts are safe.</p>
        <details>
          <summary>Details</summary>
          <code>{this.state.error.message}</code>
        </details>
      </EmptyState>
    );
  }
}
