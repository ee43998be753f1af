package transfer

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"anlan/internal/arrive/field"
	"anlan/internal/platform/fault"
)

// meanings are what columns may mean, by kind; fields and attributes come to it.
var meanings = map[string][]string{
	Contacts: {"id", "name", "email", "phone", "organisation", "tags", "tier", "locale", "time_zone", "created_at", "seen_at", "attributes"},
	Conversations: {
		"id", "subject", "state", "priority", "contact_id", "contact_name", "contact_email", "contact_phone", "assignee_email", "team", "tags",
		"created_at", "resolved_at", "message_kind", "message_text", "message_author", "message_author_email", "message_sent_at",
	},
}

// columnWords are what sheets call their columns, folded.
var columnWords = map[string]map[string]string{
	Contacts: {
		"id":           "id,external id,externalid,customer id,user id,contact id,编号,客户编号,客户id,用户id,会员号,外部编号,联系人编号,identifier",
		"name":         "name,full name,fullname,customer,customer name,contact name,姓名,名字,名称,客户,客户姓名,客户名称,联系人,联系人姓名,昵称",
		"email":        "email,e-mail,mail,email address,emails,邮箱,电子邮箱,电子邮件,邮件,邮箱地址",
		"phone":        "phone,phone number,mobile,tel,telephone,cell,phones,电话,手机,手机号,手机号码,电话号码,联系电话,联系方式",
		"organisation": "organisation,organization,company,company name,employer,account,公司,公司名称,单位,企业,组织,所属公司,所属组织,工作单位",
		"tags":         "tags,labels,标签",
		"tier":         "tier,vip,level,等级,客户等级,会员等级", "locale": "locale,language,lang,语言", "time_zone": "timezone,time zone,tz,时区",
		"created_at": "created,created at,creation date,date created,创建时间,注册时间,建档时间", "seen_at": "seen at,last seen,last activity at,最近联系,最后联系时间,最近活动",
		"attributes": "attributes,属性",
	},
	Conversations: {
		"id": "id,external id,conversation id,ticket id,ticket,number,会话编号,会话id,工单编号,工单号,编号", "subject": "subject,title,主题,标题",
		"state": "state,status,状态", "priority": "priority,优先级", "contact_id": "contact id,customer id,requester id,客户编号,联系人编号,客户id",
		"contact_name": "contact name,name,customer,customer name,requester,客户姓名,客户,姓名,联系人,联系人姓名", "contact_email": "contact email,email,e-mail,customer email,requester email,邮箱,客户邮箱,联系人邮箱",
		"contact_phone": "contact phone,phone,mobile,customer phone,电话,手机,手机号,客户电话,联系人电话", "assignee_email": "assignee email,assignee,agent email,负责人邮箱,客服邮箱",
		"team": "team,group,团队,小组,组", "tags": "tags,labels,标签", "created_at": "created at,created,创建时间", "resolved_at": "resolved at,solved at,解决时间",
		"message_kind": "message kind,kind,type,消息类型,类型", "message_text": "message text,message,text,body,content,description,消息,内容,正文,消息内容,描述",
		"message_author": "message author,author,from,发送人,作者,发件人", "message_author_email": "message author email,author email,发送人邮箱,作者邮箱",
		"message_sent_at": "message sent at,sent at,message time,time,date,发送时间,消息时间,时间",
	},
}

// guessed says what a column most probably means; "" for nothing. Columns that a
// report of ours added mean nothing.
func guessed(kind, name string, fields []field.Field) string {
	name = folded(name)
	for _, prefix := range []string{"field:", "attribute:"} {
		if strings.HasPrefix(name, prefix) && len(name) > len(prefix) {
			return name
		}
	}
	if slices.Contains(meanings[kind], strings.ReplaceAll(name, " ", "_")) {
		return strings.ReplaceAll(name, " ", "_")
	}
	for _, f := range fields {
		if folded(f.Key) == name || folded(f.Names["zh-CN"]) == name || folded(f.Names["en"]) == name {
			return "field:" + f.Key
		}
	}
	for _, means := range meanings[kind] {
		if slices.Contains(strings.Split(columnWords[kind][means], ","), name) {
			return means
		}
	}
	return ""
}

func folded(name string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(strings.Trim(name, "\ufeff *"), "_", " ")), " "))
}

// guessAll gives every column its meaning; none is given twice.
func guessAll(kind string, names []string, fields []field.Field) []string {
	given := map[string]bool{}
	all := make([]string, len(names))
	for i, name := range names {
		if strings.HasPrefix(name, reportPrefix) {
			continue
		}
		if all[i] = guessed(kind, name, fields); given[all[i]] {
			all[i] = ""
		}
		given[all[i]] = true
	}
	return all
}

// mapped refuses a mapping that cannot work.
func mapped(kind string, columns []string, given []string, form field.Form) error {
	if len(given) != len(columns) {
		return fault.New(fault.Invalid, "import.mapping_length", "columns", len(columns)).At("mapping")
	}
	seen := map[string]bool{}
	for _, means := range given {
		if means == "" {
			continue
		}
		key, isField := strings.CutPrefix(means, "field:")
		attribute, isAttribute := strings.CutPrefix(means, "attribute:")
		known := slices.Contains(meanings[kind], means) || isField && form.Knows(key) || isAttribute && attribute != "" && kind == Contacts
		if !known || seen[means] {
			return fault.New(fault.Invalid, "import.mapping_wrong", "means", means).At("mapping")
		}
		seen[means] = true
	}
	if len(seen) == 0 {
		return fault.New(fault.Invalid, "import.mapping_empty").At("mapping")
	}
	return nil
}

// reader turns rows of a CSV into records.
type reader struct {
	kind    string
	mapping []string
	zone    *time.Location
}

// at refuses what stands in a column, and names its meaning.
func (r reader) wrongTime(means, text string) error {
	return fault.New(fault.Invalid, "import.time_wrong", "time", text).At(means)
}

func (r reader) contact(cells []string) (ContactRecord, error) {
	c := ContactRecord{Type: contactType}
	for i, means := range r.mapping {
		if i >= len(cells) || means == "" || strings.TrimSpace(cells[i]) == "" {
			continue
		}
		cell := strings.TrimSpace(cells[i])
		var err error
		switch means {
		case "id":
			c.ID = cell
		case "name":
			c.Name = cell
		case "email", "phone":
			for _, value := range several(cell) {
				c.Identities = append(c.Identities, IdentityRecord{Kind: means, Value: value, Verified: true})
			}
		case "organisation":
			c.Organisation = cell
		case "tags":
			c.Tags = several(cell)
		case "tier":
			c.Tier = tierOf(cell)
		case "locale":
			c.Locale = cell
		case "time_zone":
			c.TimeZone = cell
		case "created_at":
			c.CreatedAt, err = r.instant(means, cell)
		case "seen_at":
			c.SeenAt, err = r.instant(means, cell)
		case "attributes":
			more := map[string]any{}
			if json.Unmarshal([]byte(cell), &more) != nil {
				return c, fault.New(fault.Invalid, "import.attributes_wrong").At(means)
			}
			for k, v := range more {
				c.attribute(k, v)
			}
		default:
			if key, is := strings.CutPrefix(means, "field:"); is {
				if c.Fields == nil {
					c.Fields = map[string]any{}
				}
				c.Fields[key] = cell
			} else if key, is := strings.CutPrefix(means, "attribute:"); is {
				c.attribute(key, cell)
			}
		}
		if err != nil {
			return c, err
		}
	}
	return c, nil
}

func (c *ContactRecord) attribute(key string, value any) {
	if c.Attributes == nil {
		c.Attributes = map[string]any{}
	}
	c.Attributes[key] = value
}

// conversation reads a row: the conversation, and the message that it holds.
func (r reader) conversation(cells []string) (c ConversationRecord, m MessageRecord, said bool, err error) {
	c.Type = conversationType
	for i, means := range r.mapping {
		if i >= len(cells) || means == "" || strings.TrimSpace(cells[i]) == "" {
			continue
		}
		cell := strings.TrimSpace(cells[i])
		switch means {
		case "id":
			c.ID = cell
		case "subject":
			c.Subject = cell
		case "state":
			c.State = stateOf(cell)
		case "priority":
			c.Priority = priorityOf(cell)
		case "contact_id":
			c.Contact.ID = cell
		case "contact_name":
			c.Contact.Name = cell
		case "contact_email":
			c.Contact.Email = several(cell)[0]
		case "contact_phone":
			c.Contact.Phone = several(cell)[0]
		case "assignee_email":
			c.Assignee = &PartyRecord{Email: cell}
		case "team":
			c.Team = cell
		case "tags":
			c.Tags = several(cell)
		case "created_at":
			c.CreatedAt, err = r.instant(means, cell)
		case "resolved_at":
			c.ResolvedAt, err = r.instant(means, cell)
		case "message_kind":
			m.Kind = messageKindOf(cell)
		case "message_text":
			m.Text, said = cell, true
		case "message_author":
			m.Author.Name = cell
		case "message_author_email":
			m.Author.Email = cell
		case "message_sent_at":
			m.SentAt, err = r.instant(means, cell)
		default:
			if key, is := strings.CutPrefix(means, "field:"); is {
				if c.Fields == nil {
					c.Fields = map[string]any{}
				}
				c.Fields[key] = cell
			}
		}
		if err != nil {
			return c, m, said, err
		}
	}
	if m.Kind == "" {
		m.Kind = "inbound"
	}
	if m.SentAt == nil {
		m.SentAt = c.CreatedAt
	}
	return c, m, said, nil
}

// several parts a cell that holds several values.
func several(cell string) []string {
	parts := strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(";；,，、|\n", r) })
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	if parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" }); len(parts) == 0 {
		return []string{cell}
	}
	return parts
}

// The words of sheets for our own; what is not among them stays, and is refused by name.
var (
	tierWords     = map[string]string{"vip": "vip", "是": "vip", "yes": "vip", "true": "vip", "重要": "vip", "普通": "standard", "否": "standard", "no": "standard", "false": "standard", "normal": "standard"}
	stateWords    = map[string]string{"new": "open", "pending": "waiting", "hold": "open", "on-hold": "open", "solved": "resolved", "closed": "resolved", "待处理": "open", "处理中": "open", "等待客户": "waiting", "稍后处理": "snoozed", "已解决": "resolved", "已关闭": "resolved"}
	priorityWords = map[string]string{"medium": "normal", "低": "low", "普通": "normal", "中": "normal", "高": "high", "紧急": "urgent"}
	kindWords     = map[string]string{"incoming": "inbound", "customer": "inbound", "outgoing": "reply", "agent": "reply", "private": "note", "internal": "note", "客户": "inbound", "来信": "inbound", "回复": "reply", "备注": "note", "内部": "note"}
)

func translated(words map[string]string, word string) string {
	word = strings.ToLower(strings.TrimSpace(word))
	if ours, known := words[word]; known {
		return ours
	}
	return word
}

func tierOf(word string) string        { return translated(tierWords, word) }
func stateOf(word string) string       { return translated(stateWords, word) }
func priorityOf(word string) string    { return translated(priorityWords, word) }
func messageKindOf(word string) string { return translated(kindWords, word) }

var layouts = []string{
	"2006-01-02 15:04:05", "2006-01-02 15:04", "2006/1/2 15:04:05", "2006/1/2 15:04", "2006-01-02T15:04:05", "2006-01-02", "2006/1/2", "2006年1月2日 15:04", "2006年1月2日",
}

// instant reads a time as sheets write it; what names no zone is in the import's.
func (r reader) instant(means, text string) (*time.Time, error) {
	if at, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return bearableTime(at), nil
	}
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil && seconds > 100_000_000 && seconds < 100_000_000_000 {
		return bearableTime(time.Unix(seconds, 0)), nil
	}
	for _, layout := range layouts {
		if at, err := time.ParseInLocation(layout, text, r.zone); err == nil {
			return bearableTime(at), nil
		}
	}
	return nil, r.wrongTime(means, text)
}

func bearableTime(at time.Time) *time.Time {
	at = at.UTC().Truncate(time.Millisecond)
	return &at
}

// nameOf gives a record that has no id a name of its own, from what is in it, so
// that it is the same when it comes again.
func nameOf(record any) string {
	text, _ := json.Marshal(record)
	sum := sha256.Sum256(text)
	return "row:" + hex.EncodeToString(sum[:12])
}
