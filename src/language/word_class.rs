//! The classes of words that attribution tells apart: one bit each.

/// A set of classes of one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WordClasses(u64);

macro_rules! word_classes {
    ($($(#[$doc:meta])* $name:ident = $bit:expr;)*) => {
        impl WordClasses {
            $($(#[$doc])* pub(crate) const $name: WordClasses = WordClasses(1 << $bit);)*
        }
    };
}

word_classes! {
    /// Verb that reports speech by itself: *said* (`say` and `tell` in `reporting-verbs.tsv`).
    SPEECH_VERB = 0;
    /// Verb that reports speech, thought and other things: *believes*, *shows* (`think`).
    COGNITION_VERB = 1;
    /// Verb whose object the quotation characterizes: *called it “…”* (`call`).
    NAMING_VERB = 2;
    /// Verb that governs a quotation now and then: *used “…”* (`use`).
    WEAK_CUE = 3;
    /// Base form of a verb: *say*.
    BASE_FORM = 4;
    /// Form of the present tense: *says*.
    PRESENT_TENSE = 5;
    /// Form of the past tense: *said*.
    PAST_TENSE = 6;
    /// Past participle: *spoken*.
    PAST_PARTICIPLE = 7;
    /// Present participle or gerund: *saying*.
    ING_FORM = 8;
    /// First word of a cue of two words: *pointed out*.
    MULTIWORD_CUE_START = 9;
    /// Pronoun that can be a subject: *she* (`subject` in `word-classes.tsv`).
    SUBJECT_PRONOUN = 10;
    /// Masculine pronoun (`he`).
    MASCULINE = 11;
    /// Feminine pronoun (`she`).
    FEMININE = 12;
    /// Plural pronoun (`plural`).
    PLURAL = 13;
    /// Relative pronoun (`relative`).
    RELATIVE = 14;
    /// Word that can be a whole noun phrase: *others*, *some* (`single`).
    INDEFINITE = 15;
    /// Determiner or numeral before a noun (`det`).
    DETERMINER = 16;
    /// Possessive determiner (`possessive`).
    POSSESSIVE = 17;
    /// Preposition (`prep`).
    PREPOSITION = 18;
    /// Coordinating conjunction (`conj`).
    CONJUNCTION = 19;
    /// Subordinating conjunction or question word (`subord`).
    SUBORDINATOR = 20;
    /// Auxiliary or negation (`aux`).
    AUXILIARY = 21;
    /// Form of *be* (`be`).
    BE = 22;
    /// Adverb (`adverb`).
    ADVERB = 23;
    /// Word of time: *Monday*, *yesterday* (`time`).
    TIME = 24;
    /// Noun whose content a quotation can be: *statement*, *comment* (`noun`).
    SPEECH_NOUN = 25;
    /// Noun of a medium in which something is said: *in an interview* (`vehicle`).
    MEDIUM = 26;
    /// Role of a person: *spokesman* (`role`).
    ROLE = 27;
    /// Organization or text that can speak: *union*, *report* (`body`).
    ORGANIZATION = 28;
    /// Place (`place`).
    PLACE = 29;
    /// Verb that reports nothing, in a form that is never a noun (`non-reporting-verbs.txt`).
    NON_REPORTING_VERB = 30;
    /// Title before a name: *Senator*, *Mr.* (`title`, `title-he`, `title-she`).
    TITLE = 31;
    /// Given name or title of men.
    MALE_NAME = 32;
    /// Given name or title of women.
    FEMALE_NAME = 33;
    /// Given name (`given-he`, `given-she`).
    GIVEN_NAME = 34;
    /// Suffix of a name: *Jr.*
    NAME_SUFFIX = 35;
    /// Particle inside a name: *von*, *al*.
    NAME_PARTICLE = 36;
    /// Begins with a capital, as printed.
    CAPITALIZED = 37;
    /// Number, or word that begins with a digit.
    NUMBER = 38;
    /// Introduces a speaker without a verb: *according to*, *laut*, *selon* (`according`).
    ACCORDING_TO = 39;
    /// Introduces reported speech: *that* (`that`).
    COMPLEMENTIZER = 40;
    /// Article or pronoun that is never a subject: German *dem*, *ihm* (`oblique`).
    OBLIQUE = 41;
    /// Article that links a noun to the one before it: German *des*, *einer* (`genitive`).
    GENITIVE_ARTICLE = 42;
    /// Relative of somebody: *wife*, *son* (`kin`).
    KINSHIP = 43;
    /// Negative pronoun: *nobody* (`nobody`).
    NEGATIVE_PRONOUN = 44;
    /// Loses its vowel before another word and is printed as one with it: *l’*, *qu’* (`elision`).
    ELIDED = 45;
    /// Links one noun to another: *of*, *from* (`of`).
    OF = 46;
    /// Introduces a speaker right after a quotation, and means something else elsewhere: German
    /// *so* (`afterwards`).
    POSTPOSED_ACCORDING_TO = 47;
    /// Verb that takes its addressee as object: *told* (`tell`). Its subject never follows it.
    ADDRESSEE_VERB = 48;
    /// Noun that makes its possessor a speaker: *in X’s words*, *in her view* (`view`).
    OPINION_NOUN = 49;
    /// Introduces a subject of its own for a participle: *with X saying*, *heard X say* (`with`).
    PARTICIPLE_LEAD = 50;
    /// Verb whose subject bears the text: *a hat reading* (`inscribed`).
    INSCRIPTION_VERB = 51;
    /// Word of a proper name, as it is used in the text; marked after the level is tokenized.
    PROPER_NOUN = 52;
    /// The ’s of a possessive, as it is used in the text; marked likewise.
    GENITIVE_MARKER = 53;
    /// Last word of the name of a body, and never a surname: *committee* (`bodyhead`).
    BODY_HEAD = 54;
    /// Event, show or work, which cannot speak: *convention* (`thing`).
    THING = 55;
    /// Reporting verb that goes on with words of the same person: *added* (`onward`).
    ONWARD_VERB = 56;
    /// Noun that stands after *of* in an office: *Secretary of **Defense*** (`office`).
    OFFICE_NOUN = 57;
    /// Role that identifies one person of the news, and stands in for the name: *the senator*
    /// (`identity`).
    IDENTITY_ROLE = 58;
    /// Verb in the mood of reported speech: German *sei*, *habe* (`subjunctive`).
    SUBJUNCTIVE = 59;
    /// Introduces a speaker right before it: German *zufolge* (`trailing`).
    TRAILING_ACCORDING_TO = 60;
    /// Verb of what a text says, with *it* as its subject: German *heißt es* (`impersonal`).
    IMPERSONAL_VERB = 61;
    /// Verb of one who prints the words of another: *zitiert*; in the passive its subject spoke
    /// (`quoting`).
    QUOTING_VERB = 62;
    /// Noun whose name stands in marks after it: German *Motto*, *Zeitschrift* (`titled`).
    TITLED_NOUN = 63;
}

impl WordClasses {
    /// All reporting verbs.
    pub(crate) const CUE: WordClasses = WordClasses(0b1111);
    /// The classes by which a language is recognized.
    pub(super) const CLOSED_CLASS: WordClasses = WordClasses::DETERMINER
        .with(WordClasses::SUBJECT_PRONOUN)
        .with(WordClasses::PREPOSITION)
        .with(WordClasses::CONJUNCTION)
        .with(WordClasses::SUBORDINATOR)
        .with(WordClasses::AUXILIARY)
        .with(WordClasses::ELIDED)
        .with(WordClasses::SPEECH_VERB);

    /// Returns true if the set holds all classes of `other`.
    #[inline]
    pub(crate) fn has_all(self, other: WordClasses) -> bool {
        self.0 & other.0 == other.0
    }

    /// Returns true if the set holds at least one class of `other`.
    #[inline]
    pub(crate) fn has_any(self, other: WordClasses) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns the union of two sets; in expressions, `a | b`.
    pub(crate) const fn with(self, other: WordClasses) -> WordClasses {
        WordClasses(self.0 | other.0)
    }

    /// Returns the set without the classes of `other`.
    pub(crate) const fn without(self, other: WordClasses) -> WordClasses {
        WordClasses(self.0 & !other.0)
    }

    /// Returns the classes that are among those of `other`.
    pub(super) fn within(self, other: WordClasses) -> WordClasses {
        WordClasses(self.0 & other.0)
    }

    /// Returns only those classes that matter in a name.
    #[inline]
    pub(crate) fn name_classes_only(self) -> WordClasses {
        const NAME: WordClasses = WordClasses::MALE_NAME
            .with(WordClasses::FEMALE_NAME)
            .with(WordClasses::GIVEN_NAME)
            .with(WordClasses::NAME_SUFFIX)
            .with(WordClasses::NAME_PARTICLE)
            .with(WordClasses::CAPITALIZED);
        WordClasses(self.0 & NAME.0)
    }
}

impl std::ops::BitOr for WordClasses {
    type Output = WordClasses;

    #[inline]
    fn bitor(self, other: WordClasses) -> WordClasses {
        self.with(other)
    }
}

/// The class that a row of `word-classes.tsv` names.
pub(super) fn class_named(class: &str) -> WordClasses {
    match class {
        "subject" => WordClasses::SUBJECT_PRONOUN,
        "he" => WordClasses::MASCULINE,
        "she" => WordClasses::FEMININE,
        "plural" => WordClasses::PLURAL,
        "relative" => WordClasses::RELATIVE,
        "single" => WordClasses::INDEFINITE,
        "det" => WordClasses::DETERMINER,
        "possessive" => WordClasses::POSSESSIVE,
        "prep" => WordClasses::PREPOSITION,
        "conj" => WordClasses::CONJUNCTION,
        "subord" => WordClasses::SUBORDINATOR,
        "aux" => WordClasses::AUXILIARY,
        "be" => WordClasses::BE,
        "adverb" => WordClasses::ADVERB,
        "time" => WordClasses::TIME,
        "noun" => WordClasses::SPEECH_NOUN,
        "vehicle" => WordClasses::MEDIUM,
        "role" => WordClasses::ROLE,
        "body" => WordClasses::ORGANIZATION,
        "bodyhead" => WordClasses::ORGANIZATION | WordClasses::BODY_HEAD,
        "thing" => WordClasses::THING,
        "onward" => WordClasses::ONWARD_VERB,
        "identity" => WordClasses::ROLE | WordClasses::IDENTITY_ROLE,
        "office" => WordClasses::OFFICE_NOUN,
        "role-he" => WordClasses::ROLE | WordClasses::MALE_NAME,
        "role-she" => WordClasses::ROLE | WordClasses::FEMALE_NAME,
        "place" => WordClasses::PLACE,
        "title" => WordClasses::TITLE,
        "title-he" => WordClasses::TITLE | WordClasses::MALE_NAME,
        "title-she" => WordClasses::TITLE | WordClasses::FEMALE_NAME,
        "given-he" => WordClasses::GIVEN_NAME | WordClasses::MALE_NAME,
        "given-she" => WordClasses::GIVEN_NAME | WordClasses::FEMALE_NAME,
        "according" => WordClasses::ACCORDING_TO,
        "that" => WordClasses::COMPLEMENTIZER,
        "kin" => WordClasses::KINSHIP,
        "nobody" => WordClasses::NEGATIVE_PRONOUN,
        "elision" => WordClasses::ELIDED,
        "of" => WordClasses::OF,
        "afterwards" => WordClasses::POSTPOSED_ACCORDING_TO,
        "trailing" => WordClasses::TRAILING_ACCORDING_TO,
        "impersonal" => WordClasses::IMPERSONAL_VERB,
        "quoting" => WordClasses::QUOTING_VERB,
        "titled" => WordClasses::TITLED_NOUN,
        "oblique" => WordClasses::OBLIQUE,
        "genitive" => WordClasses::GENITIVE_ARTICLE,
        "subjunctive" => WordClasses::SUBJUNCTIVE,
        "view" => WordClasses::OPINION_NOUN,
        "with" => WordClasses::PARTICIPLE_LEAD,
        _ => WordClasses::default(),
    }
}
