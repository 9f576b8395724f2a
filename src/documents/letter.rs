//! A text page of blocks (login slips, privacy notice, a pupil's copy of the data) before it becomes a word file or a pdf.
//!
//! All words come in already in the reader's language.

use crate::base::error::Result;

use super::register::{Format, Frame};
use super::{docx, pdf};

/// A page or pages of text.
#[derive(Clone, Debug, Default)]
pub struct Letter {
    /// The edges of the page.
    pub frame: Frame,
    /// Title in the middle of the first page; empty for pages of slips.
    pub title: String,
    /// What follows, in order.
    pub blocks: Vec<Block>,
}

/// A piece of a letter. A line break in a text begins a new paragraph.
#[derive(Clone, Debug)]
pub enum Block {
    /// A heading within the text.
    Heading(String),
    /// Running text, its first line indented by two characters as in Chinese letters.
    Paragraph(String),
    /// What is known, as a table: name and value.
    Facts(Vec<(String, String)>),
    /// Points, numbered.
    List(Vec<String>),
    /// A code for phones, with a line under it.
    Qr {
        /// What the code says (an address).
        text: String,
        /// The line under it.
        caption: String,
    },
    /// Small slips, two beside each other, to be cut apart along dashed lines; one alone takes the whole line.
    Slips(Vec<Slip>),
    /// Places to sign, seal and date, at the right.
    Signatures(Vec<String>),
    /// The next block begins a new page.
    PageBreak,
}

/// One slip.
#[derive(Clone, Debug, Default)]
pub struct Slip {
    /// Its heading.
    pub title: String,
    /// Name and value of each line.
    pub facts: Vec<(String, String)>,
    /// A line in small print.
    pub note: String,
    /// What its code for phones says.
    pub qr: Option<String>,
}

impl Letter {
    /// The file of a kind; a letter is a word file or a pdf.
    ///
    /// # Errors
    /// As the writers do: [`crate::base::Error::Denied`] for a workbook or csv, and for a pdf where the program was
    /// built without it; [`crate::base::Error::TooMuch`] for a code for phones that holds too much.
    pub fn file(&self, format: Format) -> Result<Vec<u8>> {
        match format {
            Format::Docx => docx::letter(self),
            Format::Pdf => pdf::letter(self),
            Format::Xlsx | Format::Csv => Err(crate::base::Error::Denied("documents-letter-format".into())),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::base::date::Stamp;

    /// A page with every kind of block, for invented people.
    pub(crate) fn example() -> Letter {
        let slip = |name: &str| Slip {
            title: "登录信息".into(),
            facts: vec![("姓名".into(), name.into()), ("登录名".into(), "wanglaoshi".into()), ("初始密码".into(), "xk7-Qp2-m9d".into())],
            note: "首次登录后请立即修改密码,本条请妥善保管。".into(),
            qr: Some("https://bangfu.example/enter?code=1234567890".into()),
        };
        Letter {
            frame: Frame {
                school: "青山镇中心小学".into(),
                term: "2026—2027学年第一学期".into(),
                page_words: "第 {page} 页 共 {pages} 页".into(),
                printed: "打印:教务处 2026-09-01 08:30".into(),
                written: Stamp(1_788_222_600_000),
                ..Frame::default()
            },
            title: "个人信息处理告知书".into(),
            blocks: vec![
                Block::Heading("一、收集的信息".into()),
                Block::Paragraph("学校为开展学习支持工作,处理学生的基本信息。#set <b>$x$ & *不是标记*\n第二段。".into()),
                Block::Facts(vec![("姓名".into(), "张小明".into()), ("班级".into(), "五年级(1)班".into())]),
                Block::List(vec!["只用于教育目的。".into(), "家长可以查阅、更正。".into()]),
                Block::Qr { text: "https://bangfu.example/privacy".into(), caption: "扫码查看全文".into() },
                Block::Signatures(vec!["家长签字:".into(), "日期:".into()]),
                Block::PageBreak,
                Block::Slips(vec![slip("王老师"), slip("李老师"), slip("阿依古丽"), slip("=陈老师")]),
            ],
        }
    }

    #[test]
    fn a_letter_is_no_workbook() {
        for format in [Format::Xlsx, Format::Csv] {
            assert!(matches!(example().file(format), Err(crate::base::Error::Denied(_))));
        }
    }
}
