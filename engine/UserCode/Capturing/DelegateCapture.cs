using Spindle.Columnar.Types;
using Spindle.Plans.UserCode;

namespace Spindle.UserCode.Capturing;

/// <summary>Turns a delegate into a value that travels.</summary>
public static class DelegateCapture
{
    /// <summary>The delegate's method with copies of what it captured, as they are now.</summary>
    /// <exception cref="Columnar.Errors.SpindleException">SPINDLE_USER_CODE: it captured, or reads, what cannot be sent; the error names it and says what to do.</exception>
    public static UserDelegate Of(Delegate function)
    {
        var name = UserCodeErrors.Name(function.Method);
        var reach = new MethodReach();
        while (true)
        {
            // A delegate met late may reach fields of a closure that was written early.
            var before = reach.Size;
            using var writer = new CapturedWriter(reach);
            writer.Delegate(function, name);
            if (reach.Size == before)
            {
                return new UserDelegate(function.Method.Module.Assembly.GetName().Name!, function.Method.Module.ModuleVersionId.ToString(), name, new ByteString(writer.ToArray()))
                {
                    Assemblies = writer.Assemblies,
                    Handles = writer.Handles,
                };
            }
        }
    }
}
