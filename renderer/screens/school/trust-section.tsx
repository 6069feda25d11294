import { trustTexts } from '#core/text/trust.ts';
import { QueryView } from '../../components/loading.tsx';
import { Message } from '../../components/message.tsx';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { TrustAnchors } from './trust-anchors.tsx';
import { TrustCertificates } from './trust-certificates.tsx';
import { TrustLists } from './trust-lists.tsx';
import { TrustNetwork } from './trust-network.tsx';
import { TrustStamps } from './trust-stamps.tsx';
import '../../styles/trust.css';

/** Whom the school trusts, what is known of its certificates, and how the program may ask about them. */
export function TrustSection({ mayStamp }: { readonly mayStamp: boolean }) {
  const texts = useTexts(trustTexts);
  const overview = useQuery('trust.overview', {}, ['signing']);
  return (
    <QueryView query={overview}>
      {({ training, mayChange, settings, anchors, lists, certificates }) => {
        const edits = mayChange && !training;
        return (
          <div className="trust">
            <p>{texts.intro}</p>
            {training ? <Message tone="info" title={texts.training} /> : !mayChange && <p className="soft">{texts.readOnly}</p>}
            <TrustCertificates certificates={certificates} mayAsk={!training && settings.askOnline} />
            <TrustAnchors anchors={anchors} mayEdit={edits} />
            <TrustLists lists={lists} mayImport={!training} />
            <TrustNetwork key={JSON.stringify(settings)} initial={settings} mayEdit={edits} />
            {!training && <TrustStamps address={settings.timestampAddress} mayStamp={mayStamp && settings.askOnline} />}
          </div>
        );
      }}
    </QueryView>
  );
}
