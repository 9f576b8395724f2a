//! The values that family facts may have, as they are stored and offered. A6-02, B4-01, B4-04; CONVENTIONS 2.2.

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vdoc])* $variant),* }

        impl $name {
            /// The identifiers, as stored, in the order in which forms offer them.
            pub const CODES: &'static [&'static str] = &[$($code),*];
            /// The identifier.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }
            /// The value of an identifier.
            pub fn of(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    )*};
}

codes! {
    /// A parent.
    Parent {
        /// 父亲
        Father = "father",
        /// 母亲
        Mother = "mother",
    }
    /// Whether a parent is alive.
    Life {
        /// Alive.
        Alive = "alive",
        /// Has died.
        Dead = "dead",
        /// Declared missing, or never found (失踪、查找不到).
        Missing = "missing",
    }
    /// Where a parent is.
    Whereabouts {
        /// Lives with the child.
        Home = "home",
        /// Works away from home.
        Away = "away",
    }
    /// Whether a parent is able to care for the child.
    Care {
        /// Able.
        Able = "able",
        /// Severe disability.
        Disabled = "disabled",
        /// Severe illness.
        Ill = "ill",
        /// Serves a sentence, or is held otherwise.
        Detained = "detained",
        /// Not able for another reason.
        Unable = "unable",
    }
    /// Contact of a parent with the child.
    Contact {
        /// Speaks with the child regularly.
        Regular = "regular",
        /// Seldom.
        Rare = "rare",
        /// Out of contact.
        Lost = "lost",
    }
    /// How often a parent who is away calls.
    Calls {
        /// Every week.
        Weekly = "weekly",
        /// Every month.
        Monthly = "monthly",
        /// Less often.
        Rare = "rare",
        /// Never.
        Never = "never",
    }
    /// How often a parent who is away comes home.
    Visits {
        /// Every month.
        Monthly = "monthly",
        /// Each term.
        Term = "term",
        /// Once a year.
        Yearly = "yearly",
        /// Less often.
        Rare = "rare",
    }
    /// How the parents live.
    Bond {
        /// Together.
        Together = "together",
        /// Divorced or separated.
        Divorced = "divorced",
        /// Were never together.
        Unmarried = "unmarried",
    }
    /// 户口性质
    Registration {
        /// 农业
        Rural = "rural",
        /// 非农业
        Urban = "urban",
    }
    /// Where the household is registered.
    Origin {
        /// In this county.
        Local = "local",
        /// In another county of the province.
        OtherCounty = "other_county",
        /// In another province.
        OtherProvince = "other_province",
    }
    /// Who looks after the child day by day.
    Carer {
        /// Both parents.
        Parents = "parents",
        /// The father.
        Father = "father",
        /// The mother.
        Mother = "mother",
        /// 祖父母
        PaternalGrandparents = "paternal_grandparents",
        /// 外祖父母
        MaternalGrandparents = "maternal_grandparents",
        /// Other relatives.
        Kin = "kin",
        /// A person entrusted by the parents who is no relative (委托监护).
        Entrusted = "entrusted",
        /// An institution.
        Institution = "institution",
    }
    /// 监护类型评估
    Guardianship {
        /// 较好
        Good = "good",
        /// 一般
        Fair = "fair",
        /// 差: more help is needed.
        Poor = "poor",
    }
    /// Schooling of who looks after the child (A6-02).
    Schooling {
        /// Cannot read.
        None = "none",
        /// Primary school.
        Primary = "primary",
        /// Junior secondary school.
        Junior = "junior",
        /// Senior secondary school.
        Senior = "senior",
        /// More than that.
        Higher = "higher",
    }
    /// The seven kinds of disability.
    Disability {
        /// 视力
        Sight = "sight",
        /// 听力
        Hearing = "hearing",
        /// 言语
        Speech = "speech",
        /// 肢体
        Limb = "limb",
        /// 智力
        Intellect = "intellect",
        /// 精神
        Mental = "mental",
        /// 多重
        Several = "several",
    }
    /// Where a child with special needs learns (B4-04, B4-14).
    Placement {
        /// In an ordinary class without more.
        Ordinary = "ordinary",
        /// 随班就读
        Inclusive = "inclusive",
        /// 资源教室或特教班
        Resource = "resource",
        /// 送教上门
        Home = "home",
    }
    /// Long illness.
    Illness {
        /// None.
        None = "none",
        /// Lasting.
        Chronic = "chronic",
        /// Severe.
        Severe = "severe",
    }
    /// What help the family gets (救助享受), beside what it is recognised for.
    Relief {
        /// 临时救助
        Temporary = "temporary",
        /// 医疗救助
        Medical = "medical",
        /// 住房救助
        Housing = "housing",
        /// 其他救助
        Other = "other",
    }
    /// What the family lives on (经济来源).
    Livelihood {
        /// 打工
        Wages = "wages",
        /// 种养
        Farming = "farming",
        /// 政府救助
        Aid = "aid",
        /// 亲友
        Kin = "kin",
        /// 其他
        Other = "other",
    }
}
