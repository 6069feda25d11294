import { Component, type ReactNode } from 'react';
import { commonTexts } from '#core/text/common.ts';
import { callError } from '../state/office.ts';
import { useTexts } from '../state/use-texts.ts';
import { ErrorText } from './error-text.tsx';

/** Keeps the menu usable when one screen fails, and says so instead of leaving an empty window. */
export class ScreenGuard extends Component<{ readonly children: ReactNode }, { readonly failure: unknown }> {
  override state = { failure: null };

  static getDerivedStateFromError(failure: unknown) {
    return { failure };
  }

  override render(): ReactNode {
    if (this.state.failure === null) return this.props.children;
    return <Failed failure={this.state.failure} onRetry={() => this.setState({ failure: null })} />;
  }
}

function Failed({ failure, onRetry }: { readonly failure: unknown; readonly onRetry: () => void }) {
  const texts = useTexts(commonTexts);
  return (
    <div className="page">
      <ErrorText
        error={callError(failure)}
        actions={
          <button type="button" className="button" onClick={onRetry}>
            {texts.retry}
          </button>
        }
      />
    </div>
  );
}
