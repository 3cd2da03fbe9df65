//! Looking at one item: which signals stand, and where.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::Engine;
use crate::brand::{Marked, Occurrence};
use crate::item::{Channel, Context, Direction, Item, Profile};
use crate::link::{Link, links_in, looks_like};
use crate::number::{NumberKind, Origin, PhoneNumber, blotted_in, near_miss, numbers_in};
use crate::pattern::{Candidate, Haystack, Hit, Hits, LONGEST_MATCH, Owner, PatternSet};
use crate::signal::{Observed, SignalId, SignalTable, Standing};
use crate::text::{Folded, is_japanese};
use crate::verdict::Field;

/// How many hits of one signal are kept for one text; more say nothing new.
const MOST_HITS: usize = 12;

/// What may follow a name in a signature, in bytes: ` Prime Team`, `.`
const LONGEST_SIGNATURE: usize = 24;

/// Who owns the patterns of claims. Exceptions are owned by the number after it, as with signals.
pub(crate) const CLAIM: Owner = Owner(0);

/// What was seen of one item.
pub(crate) struct Scene<'e> {
    engine: &'e Engine,
    pub(crate) observed: Observed<'e>,
    /// Telephone numbers written in the text.
    pub(crate) numbers: Vec<(Range<usize>, PhoneNumber)>,
    words: Option<Words<'e>>,
}

/// The words of an item, read once; what they mean is looked at when a rule asks.
struct Words<'e> {
    marked: Marked<'e>,
    candidates: Vec<Candidate>,
    links: Vec<Link>,
}

impl Words<'_> {
    /// Where the patterns of an owner stand, outside links and not excepted.
    fn hits(&self, patterns: &PatternSet, owner: Owner) -> Hits {
        let mut hits = patterns.verify(&self.marked, &self.candidates, owner);
        hits.retain(|hit| !self.links.iter().any(|link| link.span.contains(&hit.start)));
        if !hits.is_empty() {
            let except = patterns.verify(&self.marked, &self.candidates, Owner(owner.0 + 1));
            hits.retain(|hit| !is_excepted(hit, &except));
        }
        // Only now: exceptions in great number must not hide what comes after them.
        hits.truncate(MOST_HITS);
        hits
    }
}

/// Whether an exception overlaps a hit. Exceptions are sorted by where they begin; one that begins
/// after the hit's end is the first that cannot.
fn is_excepted(hit: &Hit, except: &[Hit]) -> bool {
    let after = except.partition_point(|other| other.start < hit.end);
    let reach = hit.start.saturating_sub(LONGEST_MATCH);
    let first = except.partition_point(|other| other.start < reach);
    except[first..after].iter().any(|other| other.end > hit.start)
}

impl Standing for Scene<'_> {
    fn may_stand(&self, id: SignalId) -> bool {
        self.observed.may_stand(id)
    }

    fn stands(&mut self, id: SignalId) -> bool {
        if let Some(stands) = self.observed.settled(id) {
            return stands;
        }
        if self.observed.stands_alone(id) {
            self.look(id);
        } else {
            // Not only the first: every part is evidence.
            let parts = self.observed.possible_parts(id);
            let standing = parts.into_iter().filter(|&part| self.stands(part)).count();
            self.observed.settle(id, standing > 0);
        }
        self.observed.settled(id).unwrap_or(false)
    }
}

impl Scene<'_> {
    /// Settles a signal of words.
    fn look(&mut self, id: SignalId) {
        let Some(words) = &self.words else { return self.observed.settle(id, false) };
        let Some(owner) = self.engine.owners[id.0 as usize] else {
            return self.look_for_claims(id);
        };
        let hits = words.hits(&self.engine.patterns, owner);
        self.observed.settle(id, !hits.is_empty());
        for hit in hits {
            self.observed.note_at(id, Field::Text, hit.start, hit.end);
        }
    }

    /// Settles the claims of every brand: the same patterns make them all.
    fn look_for_claims(&mut self, asked: SignalId) {
        let Some(words) = &self.words else { return };
        let occurrences = words.marked.occurrences();
        for hit in words.hits(&self.engine.patterns, CLAIM) {
            let first = occurrences.partition_point(|o| o.span.end <= hit.start);
            if let Some(named) = occurrences.get(first).filter(|o| hit.overlaps(&o.span)) {
                let brand = &self.engine.brand_signals[usize::from(named.brand)];
                self.observed.note_at(brand.claim, Field::Text, hit.start, hit.end);
            }
        }
        for occurrence in occurrences {
            let brand = &self.engine.brand_signals[usize::from(occurrence.brand)];
            self.observed.settle(brand.claim, false);
        }
        self.observed.settle(asked, false);
    }
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
    /// The name that hosts are made to resemble.
    pub(crate) host_word: Option<String>,
}

impl BrandSignals {
    fn is_resembled_by(&self, host: &str) -> bool {
        self.host_word.as_ref().is_some_and(|word| looks_like(host, word))
    }
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
    callback_navi = "callback.navi",
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
    link_brand_word = "link.brand_word",
    link_cheap_suffix = "link.cheap_suffix",
    link_combosquat = "link.combosquat",
    link_dynamic_dns = "link.dynamic_dns",
    link_homograph = "link.homograph",
    link_inner_suffix = "link.inner_suffix",
    link_ip = "link.ip",
    link_masked = "link.masked",
    link_messenger = "link.messenger",
    link_none = "link.none",
    link_odd_port = "link.odd_port",
    link_off_list = "link.off_list",
    link_shared_hosting = "link.shared_hosting",
    link_shortener = "link.shortener",
    link_spoofed_domain = "link.spoofed_domain",
    link_typosquat = "link.typosquat",
    link_userinfo = "link.userinfo",
    mail_look_alike = "mail.look_alike",
    profile_business = "profile.business",
    profile_personal = "profile.personal",
    sender_international = "sender.international",
    sender_mobile = "sender.mobile",
    sender_name = "sender.name",
    user_blocked = "user.blocked",
    user_remembered = "user.remembered",
    way_none = "way.none",
}

impl Engine {
    pub(super) fn observe<'e>(
        &'e self,
        item: &Item<'_>,
        origin: &Origin,
        folded: &'e Folded,
        context: &Context<'_>,
    ) -> Scene<'e> {
        let observed = Observed::new(&self.signals);
        let mut scene = Scene { engine: self, observed, numbers: Vec::new(), words: None };
        let observed = &mut scene.observed;
        self.observe_context(item, context, observed);
        self.observe_origin(item, origin, context, observed);
        if item.channel != Channel::Call {
            self.observe_sender_name(item, origin, observed);
            scene.words = Some(self.observe_text(item.text, folded, observed));
            self.observe_callbacks(folded.as_str(), &mut scene);
        }
        if item.channel == Channel::Sms {
            self.observe_ways(origin, &mut scene);
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
        for occurrence in &self.brands.find(Folded::new(sender).as_str()) {
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
        let mut note = |signal| observed.note_at(signal, Field::Sender, 0, sender.len());
        // Whoever owns a domain gives out the names below it.
        let above = self.owners_of_host(domain);
        for &index in &self.watched_brands {
            let brand = &self.brand_signals[usize::from(index)];
            if owners.contains(&index) {
                note(brand.mail_official);
            } else if !above.contains(&index) {
                note(brand.mail_off_list);
            }
        }
        if above.is_empty() && owners.is_empty() && self.poses_as_official(domain) {
            note(self.known.mail_look_alike);
        }
    }

    /// Whether a mail domain is made to look like a brand's.
    fn poses_as_official(&self, domain: &str) -> bool {
        let squat = self.official_names.squat_of_domain(domain);
        let is_cheap = || parents(domain).any(|parent| self.cheap_suffixes.contains(parent));
        squat.spoofed_domain
            || squat.homograph
            || squat.typosquat
            || squat.combosquat
            || squat.inner_suffix
            || ((squat.brand_word || squat.brand_label) && is_cheap())
    }

    fn observe_text<'e>(
        &self,
        original: &str,
        folded: &'e Folded,
        observed: &mut Observed<'_>,
    ) -> Words<'e> {
        let text = folded.as_str();
        let mut links = Vec::new();
        links_in(text, &mut links);
        // `@example.com #1234` binds a one-time code to a site; nobody is sent there.
        links.retain(|link| !link.is_origin_bound());
        let mut occurrences = self.brands.find(text);
        // A brand's own domain, written like a name, is a name.
        links.retain(|link| !self.is_name(link, &occurrences));
        occurrences.retain(|o| !links.iter().any(|link| overlaps(&link.span, &o.span)));
        self.observe_links(original, folded, &links, observed);
        self.observe_brands(text, &links, &occurrences, observed);
        let marked = Marked::new(folded, occurrences);
        let candidates = self.patterns.candidates(marked.text());
        self.note_candidates(&candidates, marked.occurrences(), observed);
        Words { marked, candidates, links }
    }

    /// Says which signals of words may stand. Candidates come sorted by owner.
    fn note_candidates(
        &self,
        candidates: &[Candidate],
        occurrences: &[Occurrence],
        observed: &mut Observed<'_>,
    ) {
        for of_one in candidates.chunk_by(|a, b| a.owner() == b.owner()) {
            let owner = of_one[0].owner();
            if owner == CLAIM {
                for occurrence in occurrences {
                    let brand = &self.brand_signals[usize::from(occurrence.brand)];
                    observed.note_possible(brand.claim);
                }
            } else if let Some(Some(signal)) = self.signals_of_owners.get(owner.0 as usize) {
                observed.note_possible(*signal);
            }
        }
    }

    /// `Amazon.co.jp` in the middle of a sentence says who, not where to.
    fn is_name(&self, link: &Link, occurrences: &[Occurrence]) -> bool {
        link.span == link.host && occurrences.iter().any(|o| o.span == link.span)
    }

    fn observe_links(
        &self,
        original: &str,
        folded: &Folded,
        links: &[Link],
        observed: &mut Observed<'_>,
    ) {
        let known = &self.known;
        if links.is_empty() {
            observed.note(known.link_none);
        }
        let redrawn = |link: &Link| is_redrawn(&original[folded.to_original(link.host.clone())]);
        // One link off every list, and the others do not vouch for the message any more.
        let vouched = links.iter().all(|link| !redrawn(link) && !self.owners_of(link).is_empty());
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
                (link.is_messenger(&self.hosts), known.link_messenger),
                (link.is_ip(), known.link_ip),
                (self.has_cheap_suffix(link), known.link_cheap_suffix),
                (link.has_userinfo(), known.link_userinfo),
                (link.has_odd_port(), known.link_odd_port),
            ];
            for (_, signal) in traits.into_iter().filter(|(holds, _)| *holds) {
                note(signal);
            }
            let redrawn = redrawn(link);
            let owners = if redrawn { &[] } else { self.owners_of(link) };
            if owners.is_empty() {
                note(known.link_off_list);
            }
            if !link.is_mirror(&self.hosts) {
                let userinfo = &folded.as_str()[link.span.start..link.host.start];
                let squat = self.official_names.squat(link, userinfo, redrawn);
                // A name under `co.jp` may hold a brand's, but nobody there draws one by chance.
                let of_nobody = owners.is_empty();
                let is_word = squat.brand_label && self.has_cheap_suffix(link);
                let ways = [
                    (squat.spoofed_domain, known.link_spoofed_domain),
                    (squat.homograph, known.link_homograph),
                    (of_nobody && squat.typosquat, known.link_typosquat),
                    (of_nobody && squat.combosquat, known.link_combosquat),
                    (of_nobody && (squat.brand_word || is_word), known.link_brand_word),
                    (of_nobody && squat.inner_suffix, known.link_inner_suffix),
                ];
                ways.into_iter().filter(|(holds, _)| *holds).for_each(|(_, signal)| note(signal));
            }
            for &owner in owners.iter().filter(|_| vouched) {
                note(self.brand_signals[usize::from(owner)].official);
            }
            // Another brand's own host may resemble a brand's by chance, and `amazonaws.com` is a host
            // of everybody's pages.
            let registered = link.registrable_domain().unwrap_or_default();
            let may_resemble = owners.is_empty() && !self.hosts.shared_hosting.contains(registered);
            for &index in self.watched_brands.iter().filter(|index| !owners.contains(index)) {
                let brand = &self.brand_signals[usize::from(index)];
                note(brand.off_list);
                if may_resemble && brand.is_resembled_by(link.host()) {
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
        self.owners_of_host(link.host())
    }

    fn owners_of_host(&self, host: &str) -> &[u16] {
        parents(host).find_map(|name| self.link_domains.get(name)).map_or(&[], Vec::as_slice)
    }

    fn observe_brands(
        &self,
        text: &str,
        links: &[Link],
        occurrences: &[Occurrence],
        observed: &mut Observed<'_>,
    ) {
        for occurrence in occurrences {
            let brand = &self.brand_signals[usize::from(occurrence.brand)];
            let (start, end) = (occurrence.span.start, occurrence.span.end);
            observed.note_at(brand.mention, Field::Text, start, end);
            if is_signature(text, &occurrence.span, links) {
                observed.note_at(brand.claim, Field::Text, start, end);
            }
            if occurrence.look_alike {
                observed.note_at(self.known.brand_look_alike, Field::Text, start, end);
            }
        }
    }

    fn observe_callbacks(&self, text: &str, scene: &mut Scene<'_>) {
        numbers_in(text, &mut scene.numbers);
        let callbacks = scene.numbers.iter().filter(|(_, number)| self.is_callback(number));
        let mut kinds: Vec<(Range<usize>, NumberKind)> =
            callbacks.map(|(span, number)| (span.clone(), number.kind())).collect();
        // Whoever quotes a fraud leaves out whose number it was; it was a number to call.
        blotted_in(text, &mut kinds);
        let (known, observed) = (&self.known, &mut scene.observed);
        for (span, kind) in kinds {
            observed.note_at(known.callback_number, Field::Text, span.start, span.end);
            match kind {
                NumberKind::International => observed.note(known.callback_international),
                NumberKind::FreeDial => observed.note(known.callback_toll_free),
                NumberKind::Navi => observed.note(known.callback_navi),
                _ => {}
            }
        }
    }

    /// Whether no answer can reach a fraud: there is nothing to open or to call, and what answers the
    /// sender reaches nobody, or the firm that the number was given to.
    fn observe_ways(&self, origin: &Origin, scene: &mut Scene<'_>) {
        let is_closed = match origin {
            Origin::Name(_) => true,
            Origin::Number(number) => !self.is_callback(number) || number.kind().is_of_company(),
            _ => false,
        };
        let observed = &scene.observed;
        let has_way = observed.may_stand(self.known.link_any)
            || observed.may_stand(self.known.callback_number);
        if is_closed && !has_way {
            scene.observed.note(self.known.way_none);
        }
    }

    /// A number to call back that is nobody's published one.
    pub(super) fn is_callback(&self, number: &PhoneNumber) -> bool {
        !self.numbers.contains_key(number)
            && !self.desks.contains(number)
            && !matches!(number.kind(), NumberKind::Emergency | NumberKind::Service)
    }
}

/// A host and the names above it, nearest first: `a.b.jp`, `b.jp`, `jp`.
fn parents(host: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(host), |name| name.split_once('.').map(|(_, parent)| parent))
}

/// Whether a host was written with letters of other scripts that folding made Latin: it leads to
/// another place than the folded text says.
fn is_redrawn(written: &str) -> bool {
    !written.is_ascii()
        && written.nfkc().any(|c| c.is_alphabetic() && !c.is_ascii() && !is_japanese(c))
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
