//! Looking at one item: which signals stand, and where.

use std::ops::Range;

use super::Engine;
use crate::brand::{Marked, Occurrence};
use crate::item::{Channel, Context, Direction, Item, Profile};
use crate::link::{Link, links_in, looks_like};
use crate::number::{NumberKind, Origin, PhoneNumber, near_miss, numbers_in};
use crate::pattern::Hit;
use crate::signal::{Observed, SignalId, SignalTable};
use crate::text::{Folded, fold};
use crate::verdict::Field;

/// What may follow a name in a signature, in bytes: ` Prime Team`, `.`
const LONGEST_SIGNATURE: usize = 24;

/// What was seen of one item.
pub(crate) struct Scene<'e> {
    pub(crate) observed: Observed<'e>,
    /// Telephone numbers written in the text.
    pub(crate) numbers: Vec<(Range<usize>, PhoneNumber)>,
}

/// What a hit of a pattern means.
#[derive(Clone, Copy)]
pub(crate) enum OwnerMeaning {
    Signal(SignalId),
    /// Cancels hits of the signal that it overlaps.
    Except,
    Claim,
    ExceptClaim,
}

/// The signals of one brand.
pub(crate) struct BrandSignals {
    pub(crate) claim: SignalId,
    pub(crate) mention: SignalId,
    pub(crate) off_list: SignalId,
    pub(crate) official: SignalId,
    pub(crate) look_alike: SignalId,
    pub(crate) mail_official: SignalId,
    pub(crate) mail_off_list: SignalId,
    /// Words that make a host look like this brand's.
    pub(crate) host_words: Vec<String>,
}

macro_rules! known_signals {
    ($($field:ident = $name:literal,)*) => {
        /// Built-in signals that belong to no brand and no group, by name in code.
        pub(crate) struct KnownSignals { $(pub(crate) $field: SignalId,)* }

        impl KnownSignals {
            pub(crate) fn new(table: &SignalTable) -> Self {
                Self { $($field: table.built_in($name),)* }
            }
        }
    };
}

known_signals! {
    brand_look_alike = "brand.look_alike",
    callback_international = "callback.international",
    callback_number = "callback.number",
    callback_toll_free = "callback.toll_free",
    caller_impossible = "caller.impossible",
    caller_listed = "caller.listed",
    caller_international = "caller.international",
    caller_near_miss = "caller.near_miss",
    caller_payphone = "caller.payphone",
    caller_service = "caller.service",
    caller_unavailable = "caller.unavailable",
    caller_withheld = "caller.withheld",
    direction_outgoing = "direction.outgoing",
    link_any = "link.any",
    link_cheap_suffix = "link.cheap_suffix",
    link_dynamic_dns = "link.dynamic_dns",
    link_ip = "link.ip",
    link_masked = "link.masked",
    link_none = "link.none",
    link_odd_port = "link.odd_port",
    link_off_list = "link.off_list",
    link_shared_hosting = "link.shared_hosting",
    link_shortener = "link.shortener",
    link_userinfo = "link.userinfo",
    profile_business = "profile.business",
    profile_personal = "profile.personal",
    sender_international = "sender.international",
    sender_mobile = "sender.mobile",
    sender_name = "sender.name",
    user_blocked = "user.blocked",
    user_remembered = "user.remembered",
}

impl Engine {
    pub(super) fn observe(
        &self,
        item: &Item<'_>,
        origin: &Origin,
        folded: &Folded,
        context: &Context<'_>,
    ) -> Scene<'_> {
        let mut scene = Scene { observed: Observed::new(&self.signals), numbers: Vec::new() };
        let observed = &mut scene.observed;
        self.observe_context(item, context, observed);
        self.observe_origin(item, origin, context, observed);
        if item.channel != Channel::Call {
            self.observe_sender_name(item, origin, observed);
            self.observe_text(folded, &mut scene);
        }
        scene
    }

    fn observe_context(&self, item: &Item<'_>, context: &Context<'_>, observed: &mut Observed<'_>) {
        observed.note(match context.profile {
            Profile::Personal => self.known.profile_personal,
            Profile::Business => self.known.profile_business,
        });
        if item.direction == Direction::Outgoing {
            observed.note(self.known.direction_outgoing);
        }
    }

    /// Who is at the other end, as the network says.
    fn observe_origin(
        &self,
        item: &Item<'_>,
        origin: &Origin,
        context: &Context<'_>,
        observed: &mut Observed<'_>,
    ) {
        let is_call = item.channel == Channel::Call;
        match origin {
            Origin::Number(number) => self.observe_number(item, number, context, observed),
            Origin::Withheld if is_call => observed.note(self.known.caller_withheld),
            Origin::Payphone if is_call => observed.note(self.known.caller_payphone),
            Origin::Unavailable if is_call => observed.note(self.known.caller_unavailable),
            _ => {}
        }
    }

    fn observe_number(
        &self,
        item: &Item<'_>,
        number: &PhoneNumber,
        context: &Context<'_>,
        observed: &mut Observed<'_>,
    ) {
        let known = &self.known;
        let sender = item.sender.unwrap_or_default();
        let mut note = |signal| observed.note_at(signal, Field::Sender, 0, sender.len());
        if context.lists.blocked.contains(number) {
            note(known.user_blocked);
        }
        if context.lists.remembered.contains(number) {
            note(known.user_remembered);
        }
        match number.kind() {
            NumberKind::Mobile => note(known.sender_mobile),
            NumberKind::International => note(known.sender_international),
            _ => {}
        }
        if item.channel == Channel::Email {
            return;
        }
        if let Some(&group) = self.numbers.get(number) {
            note(group);
        } else if self.numbers.keys().any(|official| near_miss(number, official)) {
            note(known.caller_near_miss);
        }
        match number.kind() {
            NumberKind::International => note(known.caller_international),
            NumberKind::Emergency | NumberKind::Service => note(known.caller_service),
            _ if !number.is_possible() => note(known.caller_impossible),
            _ => {}
        }
    }

    /// A sender that carries a brand's name is that brand speaking, or pretending to.
    fn observe_sender_name(&self, item: &Item<'_>, origin: &Origin, observed: &mut Observed<'_>) {
        let Some(sender) = item.sender else { return };
        match origin {
            Origin::Name(_) => observed.note(self.known.sender_name),
            Origin::Mail { .. } => {}
            _ => return,
        }
        let mut found = Vec::new();
        self.brands.find(&fold(sender), &mut found);
        for occurrence in &found {
            let brand = &self.brand_signals[usize::from(occurrence.brand)];
            for signal in [brand.claim, brand.mention] {
                observed.note_at(signal, Field::Sender, 0, sender.len());
            }
        }
        if let Origin::Mail { domain, .. } = origin {
            self.observe_mail_domain(sender, domain, observed);
        }
    }

    fn observe_mail_domain(&self, sender: &str, domain: &str, observed: &mut Observed<'_>) {
        let owners = self.mail_domains.get(domain).map_or(&[][..], Vec::as_slice);
        for (index, brand) in self.brand_signals.iter().enumerate() {
            let owned = owners.iter().any(|&owner| usize::from(owner) == index);
            let signal = if owned { brand.mail_official } else { brand.mail_off_list };
            observed.note_at(signal, Field::Sender, 0, sender.len());
        }
    }

    fn observe_text(&self, folded: &Folded, scene: &mut Scene<'_>) {
        let text = folded.as_str();
        let mut links = Vec::new();
        links_in(text, &mut links);
        // `@example.com #1234` binds a one-time code to a site; nobody is sent there.
        links.retain(|link| !link.is_origin_bound());
        let mut occurrences = Vec::new();
        self.brands.find(text, &mut occurrences);
        // A brand's own domain, written like a name, is a name.
        links.retain(|link| !self.is_name(link, &occurrences));
        occurrences.retain(|o| !links.iter().any(|link| overlaps(&link.span, &o.span)));
        self.observe_links(&links, &mut scene.observed);
        self.observe_patterns(folded, &links, &occurrences, &mut scene.observed);
        self.observe_callbacks(text, scene);
    }

    /// `Amazon.co.jp` in the middle of a sentence says who, not where to.
    fn is_name(&self, link: &Link, occurrences: &[Occurrence]) -> bool {
        link.span == link.host && occurrences.iter().any(|o| o.span == link.span)
    }

    fn observe_links(&self, links: &[Link], observed: &mut Observed<'_>) {
        let known = &self.known;
        if links.is_empty() {
            observed.note(known.link_none);
        }
        for link in links {
            let mut note = |signal| {
                observed.note_at(signal, Field::Text, link.span.start, link.span.end);
            };
            note(known.link_any);
            let traits = [
                (link.is_masked(), known.link_masked),
                (link.is_shortener(&self.hosts), known.link_shortener),
                (link.is_dynamic_dns(&self.hosts), known.link_dynamic_dns),
                (link.is_shared_hosting(&self.hosts), known.link_shared_hosting),
                (link.is_ip(), known.link_ip),
                (self.has_cheap_suffix(link), known.link_cheap_suffix),
                (link.has_userinfo(), known.link_userinfo),
                (link.has_odd_port(), known.link_odd_port),
            ];
            for (_, signal) in traits.into_iter().filter(|(holds, _)| *holds) {
                note(signal);
            }
            let owners = self.owners_of(link);
            if owners.is_empty() {
                note(known.link_off_list);
            }
            for (index, brand) in self.brand_signals.iter().enumerate() {
                if owners.iter().any(|&owner| usize::from(owner) == index) {
                    note(brand.official);
                    continue;
                }
                note(brand.off_list);
                // Another brand's own host may resemble this brand's by chance.
                if owners.is_empty() && brand.host_words.iter().any(|word| looks_like(link.host(), word)) {
                    note(brand.look_alike);
                }
            }
        }
    }

    fn has_cheap_suffix(&self, link: &Link) -> bool {
        link.suffix().is_some_and(|suffix| self.cheap_suffixes.contains(suffix))
    }

    /// The brands that a link's host belongs to.
    fn owners_of(&self, link: &Link) -> &[u16] {
        // Userinfo and ports are tricks no brand plays.
        if link.has_userinfo() || link.has_odd_port() {
            return &[];
        }
        let mut host = link.host();
        loop {
            if let Some(owners) = self.link_domains.get(host) {
                return owners;
            }
            match host.split_once('.') {
                Some((_, parent)) => host = parent,
                None => return &[],
            }
        }
    }

    fn observe_patterns(
        &self,
        folded: &Folded,
        links: &[Link],
        occurrences: &[Occurrence],
        observed: &mut Observed<'_>,
    ) {
        for occurrence in occurrences {
            let brand = &self.brand_signals[usize::from(occurrence.brand)];
            let (start, end) = (occurrence.span.start, occurrence.span.end);
            observed.note_at(brand.mention, Field::Text, start, end);
            if is_signature(folded.as_str(), &occurrence.span, links) {
                observed.note_at(brand.claim, Field::Text, start, end);
            }
            if occurrence.look_alike {
                observed.note_at(self.known.brand_look_alike, Field::Text, start, end);
            }
        }
        let mut hits = Vec::new();
        self.patterns.find(&Marked::new(folded, occurrences), &mut hits);
        hits.retain(|hit| !links.iter().any(|link| begins_in(hit, &link.span)));
        self.note_hits(&hits, occurrences, observed);
    }

    fn note_hits(&self, hits: &[Hit], occurrences: &[Occurrence], observed: &mut Observed<'_>) {
        for hit in hits {
            let meaning = self.owners[hit.owner.0 as usize];
            match meaning {
                OwnerMeaning::Signal(signal) if !self.is_cancelled(hit, hits) => {
                    observed.note_at(signal, Field::Text, hit.start as usize, hit.end as usize);
                }
                OwnerMeaning::Claim if !self.is_cancelled(hit, hits) => {
                    self.note_claim(hit, occurrences, observed);
                }
                _ => {}
            }
        }
    }

    /// Exceptions are owned by the number after the number of what they cancel.
    fn is_cancelled(&self, hit: &Hit, hits: &[Hit]) -> bool {
        let except = crate::pattern::Owner(hit.owner.0 + 1);
        let first = hits.partition_point(|other| other.owner < except);
        hits[first..]
            .iter()
            .take_while(|other| other.owner == except)
            .any(|other| other.overlaps(&hit.span()))
    }

    fn note_claim(&self, hit: &Hit, occurrences: &[Occurrence], observed: &mut Observed<'_>) {
        let first = occurrences.partition_point(|o| o.span.end <= hit.start as usize);
        if let Some(occurrence) = occurrences.get(first).filter(|o| hit.overlaps(&o.span)) {
            let brand = &self.brand_signals[usize::from(occurrence.brand)];
            observed.note_at(brand.claim, Field::Text, hit.start as usize, hit.end as usize);
        }
    }

    fn observe_callbacks(&self, text: &str, scene: &mut Scene<'_>) {
        numbers_in(text, &mut scene.numbers);
        for (span, number) in &scene.numbers {
            if !self.is_callback(number) {
                continue;
            }
            let note = self.known.callback_number;
            scene.observed.note_at(note, Field::Text, span.start, span.end);
            match number.kind() {
                NumberKind::International => scene.observed.note(self.known.callback_international),
                NumberKind::FreeDial => scene.observed.note(self.known.callback_toll_free),
                _ => {}
            }
        }
    }

    /// A number to call back that is nobody's published one.
    pub(super) fn is_callback(&self, number: &PhoneNumber) -> bool {
        !self.numbers.contains_key(number)
            && !self.desks.contains(number)
            && !matches!(number.kind(), NumberKind::Emergency | NumberKind::Service)
    }
}

/// A name that stands alone behind a link, up to the end: `https://… - Amazon Prime Team`.
fn is_signature(text: &str, name: &Range<usize>, links: &[Link]) -> bool {
    let follows_link = links.iter().any(|link| {
        text.get(link.span.end..name.start).is_some_and(|between| {
            let between = between.trim_start_matches(|c: char| !c.is_alphanumeric());
            matches!(between.trim_end(), "" | "by" | "from")
        })
    });
    let rest = &text[name.end..];
    follows_link
        && rest.len() <= LONGEST_SIGNATURE
        && rest.chars().all(|c| c.is_ascii_alphabetic() || !c.is_alphanumeric())
}

fn overlaps(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

fn begins_in(hit: &Hit, span: &Range<usize>) -> bool {
    span.contains(&(hit.start as usize))
}
