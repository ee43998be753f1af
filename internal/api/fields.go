package api

import (
	"context"
	"net/http"

	"anlan/internal/arrive/field"
	"anlan/internal/fact"
	"anlan/internal/people/access"
)

func (e *Edge) routeFields() {
	const tag = "Fields"
	handle(e, route{id: "list-fields", method: http.MethodGet, path: "/v1/fields", summary: "List the house's own fields, in their order", tag: tag, needs: access.ContactView, clear: true}, e.listFields)
	handle(e, route{id: "add-field", method: http.MethodPost, path: "/v1/fields", summary: "Define a field", tag: tag, status: http.StatusCreated, repeats: true, needs: access.FieldManage, clear: true}, e.addField)
	handle(e, route{id: "get-field", method: http.MethodGet, path: "/v1/fields/{id}", summary: "Show a field", tag: tag, needs: access.ContactView, clear: true}, e.getField)
	handle(e, route{id: "change-field", method: http.MethodPatch, path: "/v1/fields/{id}", summary: "Change a field, archive it or take it back", tag: tag, needs: access.FieldManage, clear: true}, e.changeField)
}

type fieldQuery struct {
	Object   field.Object `query:"object" enum:"contact,conversation,organisation" doc:"only those of one kind of object"`
	Archived bool         `query:"archived" doc:"also those that are archived"`
}

func (e *Edge) listFields(ctx context.Context, who access.Actor, in *fieldQuery) (All[field.Field], error) {
	list, err := e.Fields.List(ctx, who, in.Object, in.Archived)
	return whole(list), err
}

type newField struct {
	Body struct {
		Object   field.Object   `json:"object" enum:"contact,conversation,organisation" doc:"what it describes"`
		Key      string         `json:"key" doc:"small letters, digits and _; it never changes" example:"plan"`
		Names    field.Names    `json:"names" doc:"by language: zh-CN, en"`
		Type     field.Type     `json:"type" enum:"text,long_text,number,decimal,yes_no,date,date_time,choice,choices,url,email,phone"`
		Required bool           `json:"required,omitempty" doc:"of conversations: can be resolved only when it has a value"`
		Options  []field.Option `json:"options,omitempty" nullable:"false" doc:"of choice and choices"`
		Bounds   field.Bounds   `json:"bounds,omitempty"`
		Default  any            `json:"default,omitempty" doc:"what a new object begins with"`
	}
}

func (e *Edge) addField(ctx context.Context, who access.Actor, in *newField) (field.Field, error) {
	b := in.Body
	return e.Fields.Add(ctx, who, field.Field{
		Object: b.Object, Key: b.Key, Names: b.Names, Type: b.Type, Required: b.Required, Options: b.Options, Bounds: b.Bounds, Default: b.Default,
	})
}

type FieldPath struct {
	ID fact.FieldID `path:"id"`
}

func (e *Edge) getField(ctx context.Context, who access.Actor, in *FieldPath) (field.Field, error) {
	return e.Fields.Get(ctx, who, in.ID)
}

type fieldEdit struct {
	FieldPath
	Body struct {
		Names     field.Names    `json:"names,omitempty"`
		Required  *bool          `json:"required,omitempty"`
		Options   []field.Option `json:"options,omitempty" nullable:"false" doc:"all of them; those that are left out become archived"`
		Bounds    *field.Bounds  `json:"bounds,omitempty"`
		Default   any            `json:"default,omitempty"`
		NoDefault bool           `json:"no_default,omitempty" doc:"take the default away"`
		Position  *int           `json:"position,omitempty" doc:"its place among the fields of its object, from 1"`
		Archived  *bool          `json:"archived,omitempty"`
		Version   int            `json:"version,omitempty"`
	}
}

func (e *Edge) changeField(ctx context.Context, who access.Actor, in *fieldEdit) (field.Field, error) {
	b := in.Body
	return e.Fields.Change(ctx, who, in.ID, field.Edit{
		Names: b.Names, Required: b.Required, Options: b.Options, Bounds: b.Bounds, Default: b.Default, Undefine: b.NoDefault,
		Position: b.Position, Archived: b.Archived, Version: b.Version,
	})
}

// wanted reads the values that the objects of a list should have.
func (e *Edge) wanted(ctx context.Context, object field.Object, texts []string) (list []field.Wanted, err error) {
	for _, text := range texts {
		w, err := field.Wants(ctx, e.DB.Read(), object, text)
		if err != nil {
			return nil, err
		}
		list = append(list, w)
	}
	return list, nil
}
