documents-form-kind = “{ $file }” is no form that can be filled. Choose a blank .xlsx or .docx; open anything else in Excel, Word or WPS and save it as .xlsx or .docx.
documents-form-old = “{ $file }” has the old format (.xls or .doc). Open it in Excel, Word or WPS, choose “Save as” .xlsx or .docx, and upload that.
documents-form-password = “{ $file }” is locked with a password. Take it off under File → Info → Protect in Excel, Word or WPS, save, and upload it again.
documents-form-macro = “{ $file }” holds macros. Save it as .xlsx or .docx without macros, and upload that.
documents-form-broken = “{ $file }” is damaged or incomplete. Open the original, save a copy, and upload that.
documents-form-big = “{ $file }” is too large: a blank form has at most { $limit } MB. Take large pictures out and upload it again.
documents-form-fields = “{ $file }” has more than { $limit } blanks and does not look like one form. Keep only the sheets to be filled and upload it again.
documents-form-no-field = Nothing to fill was found in “{ $file }”. Leave a blank to the right of or below each label (such as 姓名), or write {"{{"}姓名{"}}"}, and upload it again.
