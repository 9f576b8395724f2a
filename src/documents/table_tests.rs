use super::super::guard::tests::Given;
use super::super::read::read_in_process;
use super::super::read::tests::real_data;
use super::super::sheet::{Merge, normal};
use super::*;

/// What an importer of rosters and results might know.
fn known(name: &str) -> bool {
    ["姓名", "学生姓名", "性别", "学籍号", "班级", "语文", "数学", "英语", "职务", "XM", "XB", "YW", "SX", "住址", "出生日期"].contains(&name)
}

/// A sheet from lines with cells separated by bars; figures are numbers.
fn sheet(text: &str) -> Sheet {
    let cell = |t: &str| t.trim().parse().map_or_else(|_| Cell::from(t.trim()), Cell::Number);
    Sheet { name: "一班".into(), rows: text.lines().map(|line| line.split('|').map(cell).collect()).collect(), ..Sheet::default() }
}

fn merged(text: &str, areas: &[&str]) -> Sheet {
    let merges = areas.iter().map(|a| super::super::sheet::area(a).unwrap()).collect();
    Sheet { merges, ..sheet(text) }
}

fn found(sheet: &Sheet) -> Table {
    find(sheet, &known).expect("a table")
}

fn names(table: &Table) -> Vec<&str> {
    table.columns.iter().map(|c| c.name.as_str()).collect()
}

fn leaves(table: &Table) -> Vec<&str> {
    table.columns.iter().map(|c| c.leaf.as_str()).collect()
}

/// The values of one column, row by row.
fn values(table: &Table, name: &str) -> Vec<String> {
    let at = table.column(name).unwrap_or_else(|| panic!("no column {name} among {:?}", names(table)));
    table.rows.iter().map(|row| row.cells[at].text()).collect()
}

#[test]
fn the_header_is_found_under_titles_and_notes() {
    let table = found(&merged("阳光小学2026年秋季五年级一班花名册|||\n班级:五(1)班||班主任:王芳|\n\n序号|姓 名|性别\n1|小明|男\n", &["A1:D1"]));
    assert_eq!(table.header_row, 4);
    assert_eq!(names(&table), ["序号", "姓名", "性别"]);
    assert_eq!(table.title.as_deref(), Some("阳光小学2026年秋季五年级一班花名册 班级:五(1)班 班主任:王芳"));
    let plain = found(&sheet("姓名|性别|语文(100分)|*学籍号\n小明|男|95|G1\n"));
    assert_eq!((plain.header_row, plain.title.clone()), (1, None));
    assert_eq!(leaves(&plain), ["姓名", "性别", "语文", "学籍号"]);
    assert_eq!(names(&plain)[2], "语文(100分)");
    assert_eq!(plain.rows[0].row, 2);
    assert!(find(&sheet("通知|\n各班请按时上交|\n"), &known).is_none());
    assert!(find(&Sheet::default(), &known).is_none());
}

#[test]
fn two_levels_under_merged_cells_are_joined() {
    let text = "成绩表|||||\n学籍号|姓名|期末成绩|||住址\n||语文|数学|英语|\nG1|小明|95|88|90|某村\nG2|小红|85|99|91|某镇\n";
    for areas in [&["A1:F1", "A2:A3", "B2:B3", "C2:E2", "F2:F3"][..], &["A1:F1", "C2:E2"], &["A1:F1"], &[]] {
        let table = found(&merged(text, areas));
        assert_eq!(names(&table), ["学籍号", "姓名", "期末成绩/语文", "期末成绩/数学", "期末成绩/英语", "住址"], "{areas:?}");
        assert_eq!(leaves(&table)[2..5], ["语文", "数学", "英语"]);
        assert_eq!(table.header_row, 3, "{areas:?}");
        assert_eq!(values(&table, "期末成绩/数学"), ["88", "99"]);
        assert_eq!(values(&table, "英语"), ["90", "91"]);
        assert_eq!(table.title.as_deref(), Some("成绩表"));
    }
}

#[test]
fn a_group_beside_names_in_the_lower_row_is_joined_too() {
    let table = found(&merged("||期中成绩||期末成绩|\n学籍号|姓名|语文|数学|语文|数学\nG1|小明|95|88|90|91\n", &["C1:D1", "E1:F1"]));
    assert_eq!(names(&table), ["学籍号", "姓名", "期中成绩/语文", "期中成绩/数学", "期末成绩/语文", "期末成绩/数学"]);
    assert_eq!((values(&table, "期末成绩/语文"), values(&table, "语文")), (vec!["90".to_owned()], vec!["95".to_owned()]));
    assert_eq!(table.halves.len(), 1);
}

#[test]
fn a_short_title_in_the_middle_is_not_a_group() {
    let table = found(&merged("||五年级一班花名册|||\n序号|姓名|性别|班级|语文|数学\n1|小明|男|五1|95|88\n", &["C1:E1"]));
    assert_eq!(names(&table), ["序号", "姓名", "性别", "班级", "语文", "数学"]);
    assert_eq!(table.title.as_deref(), Some("五年级一班花名册"));
}

#[test]
fn footers_blank_rows_and_repeated_headers_are_skipped_and_nobody_is_lost() {
    let text = "五1班成绩|||\n序号|姓名|语文|数学\n1|小明|95|88\n||| \n2|合晓明|85|90\n五1班成绩|||\n序号|姓名|语文|数学\n3|总明|60|\n4|平安|缺考|70\n5||| \n合计||240|248\n平均分||80|82.7\n|及格率|100%|100%\n制表人：王芳|||日期：2026年9月1日\n班主任||王芳|\n请各班于九月十日前把本表电子版和纸质版一并交到教务处|||\n";
    let table = found(&merged(text, &["A1:D1", "A6:D6"]));
    assert_eq!(values(&table, "姓名"), ["小明", "合晓明", "总明", "平安"]);
    assert_eq!(table.rows.iter().map(|r| r.row).collect::<Vec<_>>(), [3, 5, 8, 9]);
    use Skip::*;
    assert_eq!(table.skipped, [(6, Title), (7, Header), (10, SerialOnly), (11, Footer), (12, Footer), (13, Footer), (14, Footer), (15, Footer), (16, Note)]);
    for (_, why) in table.skipped {
        assert_ne!(crate::base::words::word(crate::base::Lang::ZhCn, why.key()), why.key());
    }
}

#[test]
fn posts_in_a_list_of_staff_are_no_signatures() {
    let table = found(&sheet("职务|姓名|班级\n校长|李明|\n教导主任|王芳|\n班主任|张静|五1\n语文|赵敏|五1\n审核|李明|\n"));
    assert_eq!(values(&table, "姓名"), ["李明", "王芳", "张静", "赵敏"]);
    assert_eq!(values(&table, "职务"), ["校长", "教导主任", "班主任", "语文"]);
    assert_eq!(table.skipped, [(6, Skip::Footer)]);
}

#[test]
fn a_class_merged_down_belongs_to_each_of_its_rows() {
    let table = found(&merged("班级|姓名|语文\n五1|小明|95\n|小红|90\n| |\n|小刚|91\n五2|小强|85\n|小丽|86\n", &["A2:A5", "A6:A7"]));
    assert_eq!(values(&table, "班级"), ["五1", "五1", "五1", "五2", "五2"]);
    let unmerged = found(&sheet("班级|姓名|语文\n五1|小明|95\n|小红|90\n"));
    assert_eq!(values(&unmerged, "班级"), ["五1", ""]);
}

#[test]
fn two_halves_side_by_side_are_one_table() {
    let text = "花名册||||||\n序号|姓名|性别||序号|姓名|性别\n1|小明|男||3|小刚|男\n2|小红|女||4|小丽|女\n5|小强|男||||\n合计|5人|||||\n";
    let table = found(&merged(text, &["A1:G1"]));
    assert_eq!(names(&table), ["序号", "姓名", "性别"]);
    assert_eq!(values(&table, "姓名"), ["小明", "小红", "小强", "小刚", "小丽"]);
    assert_eq!(table.rows.iter().map(|r| (r.row, r.half)).collect::<Vec<_>>(), [(3, 0), (4, 0), (5, 0), (3, 1), (4, 1)]);
    assert_eq!(table.place(&table.rows[3], 1), "F3");
    assert_eq!(table.place(&table.rows[0], 1), "B3");
    assert_eq!(table.skipped, [(6, Skip::Footer)]);
    let uneven = found(&sheet("姓名|性别|住址|姓名|性别\n小明|男|某村|小红|女\n"));
    assert_eq!((names(&uneven), values(&uneven, "住址")), (vec!["姓名", "性别", "住址"], vec!["某村".to_owned(), String::new()]));
    let rest = found(&sheet("姓名|性别|姓名|性别|住址\n小明|男|小红|女|某镇\n"));
    assert_eq!((names(&rest), values(&rest, "住址")), (vec!["姓名", "性别", "住址"], vec![String::new(), "某镇".to_owned()]));
    assert_eq!(rest.place(&rest.rows[1], 2), "E2");
    let three = found(&sheet("姓名|姓名|姓名\n小明|小红|小刚\n"));
    assert_eq!(values(&three, "姓名"), ["小明", "小红", "小刚"]);
}

#[test]
fn codes_in_the_first_row_are_a_header() {
    let table = found(&sheet("KSH|XM|XB|YW|SX\n001|小明|男|95|-\n"));
    assert_eq!(table.header_row, 1);
    assert_eq!(values(&table, "SX"), ["-"]);
}

#[test]
fn a_large_hostile_sheet_is_searched_in_time_that_grows_with_its_size_only() {
    let mut rows = vec![vec![Cell::from("姓名"), Cell::from("语文"), Cell::from("数学")]];
    rows.extend((0..20_000).map(|_| vec![Cell::from("小明")]));
    let merges = (1..20_001).map(|row| Merge { top: row, left: 1, bottom: 20_000, right: 2 }).collect();
    let table = found(&Sheet { rows, merges, ..Sheet::default() });
    assert_eq!(table.rows.len(), 20_000);
}

#[test]
fn a_real_file_of_results_is_found_with_its_columns() {
    let Some(path) = real_data("uci_student_por.csv") else { return };
    let book = read_in_process(&path, "uci_student_por.csv").unwrap();
    let table = find(&book.sheets[0], &|name| ["school", "sex", "age", "absences", "G1", "G2", "G3"].contains(&name)).unwrap();
    assert_eq!((table.rows.len(), table.columns.len(), table.header_row), (649, 33, 1));
    assert!(table.skipped.is_empty());
    let raw = std::fs::read_to_string(&path).unwrap().replace('"', "");
    let separator = if raw.lines().next().unwrap().contains(';') { ';' } else { ',' };
    let last: Vec<&str> = raw.lines().map(|line| line.rsplit(separator).next().unwrap()).skip(1).collect();
    assert_eq!(values(&table, "G3"), last);
}

#[test]
fn a_workbook_written_by_excel_goes_the_whole_way() {
    use rust_xlsxwriter::{Format, Workbook as Writer};
    let mut writer = Writer::new();
    let tab = writer.add_worksheet().set_name("五（1）班").unwrap();
    let format = Format::new();
    tab.merge_range(0, 0, 0, 4, "阳光小学期末成绩", &format).unwrap();
    tab.merge_range(1, 0, 2, 0, "姓　名", &format).unwrap();
    tab.merge_range(1, 1, 1, 3, "期末成绩", &format).unwrap();
    tab.merge_range(1, 4, 2, 4, "班级", &format).unwrap();
    tab.write_row(2, 1, ["语文", "数学", "英语"]).unwrap();
    tab.write_row(3, 0, ["小明", "９５", "缺考", "优"]).unwrap();
    tab.merge_range(3, 4, 4, 4, "五（1）班", &format).unwrap();
    tab.write(4, 0, "小红").unwrap().write(4, 1, 88.5).unwrap();
    let file = Given::new("whole-way", &writer.save_to_buffer().unwrap());
    let book = read_in_process(&file.0, "成绩.xlsx").unwrap();
    let table = found(&book.sheets[0]);
    assert_eq!(names(&table), ["姓名", "期末成绩/语文", "期末成绩/数学", "期末成绩/英语", "班级"]);
    let marks: Vec<String> = values(&table, "语文").iter().map(|t| normal(t)).collect();
    assert_eq!((marks, values(&table, "班级")), (vec!["95".to_owned(), "88.5".into()], vec!["五（1）班".to_owned(), "五（1）班".into()]));
}
