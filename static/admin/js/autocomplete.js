// Django's own file sends what is typed, mostly a name, in the address. This one posts it.
"use strict";
{
    const $ = django.jQuery;

    const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

    $.fn.djangoAdminSelect2 = function () {
        $.each(this, function (i, element) {
            $(element).select2({
                ajax: {
                    type: "POST",
                    headers: { "X-CSRFToken": token() },
                    data: (params) => ({
                        term: params.term || "",
                        page: params.page || 1,
                        app_label: element.dataset.appLabel,
                        model_name: element.dataset.modelName,
                        field_name: element.dataset.fieldName,
                    }),
                },
            });
        });
        return this;
    };

    $(function () {
        // All but those of the empty form that a new row is copied from.
        $(".admin-autocomplete").not("[name*=__prefix__]").djangoAdminSelect2();
    });

    document.addEventListener("formset:added", (event) => {
        $(event.target).find(".admin-autocomplete").djangoAdminSelect2();
    });
}
